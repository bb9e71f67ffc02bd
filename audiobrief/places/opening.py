"""Opens an address with fsspec, and turns every exception of its libraries into one of ours."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from audiobrief.errors import AudiobriefError, OutputError
from audiobrief.places.addresses import BY_SSH, protocol_of, without_secrets

_SSH_OPTIONS = {
    "known_hosts": (),  # those of ~/.ssh: left to itself, the package trusts any machine that answers
    "connect_timeout": 20,
    "keepalive_interval": 15,  # seconds; a server that misses three of them is given up
}

_KEYS_REMEDY = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
_RIGHTS_REMEDY = "Allow these credentials to list, read, write and delete there: audiobrief help hosting"
_LATER_REMEDY = "Run again later; what was done is kept"
# By the codes that the server answered, or the names of the exception and its kinds; the first row with one that fits.
_TROUBLES: tuple[tuple[str, str, str], ...] = (
    ("NoSuchBucket InvalidBucketName", "there is no such bucket", "Make it, or correct the address"),
    (
        "NoCredentialsError PartialCredentialsError CredentialRetrievalError ProfileNotFound",
        "no credentials were found",
        _KEYS_REMEDY,
    ),
    (
        "InvalidAccessKeyId SignatureDoesNotMatch ExpiredToken InvalidToken ExpiredTokenException TokenRefreshRequired"
        " AuthenticationException AuthenticationRequired UnauthorizedSSOTokenError",
        "the credentials are refused",
        _KEYS_REMEDY,
    ),
    ("RequestTimeTooSkewed", "the clock of this machine is wrong", "Set it"),
    (
        "PermanentRedirect Redirect 301 AuthorizationHeaderMalformed NoRegionError",
        "the bucket lies in another region",
        "Set AWS_REGION to its region",
    ),
    (
        "HostKeyNotVerifiable",
        "its host key is not known here",
        "Compare the key, and connect to it once with ssh as the same user",
    ),
    ("PermissionDenied", "the server refuses these keys", "Name the user in the address, or set them in ~/.ssh"),
    ("AccessDenied AllAccessDisabled AccountProblem 403 PermissionError", "access is denied", _RIGHTS_REMEDY),
    (
        "SlowDown Throttling ThrottlingException TooManyRequests RequestLimitExceeded 503 429 ServiceUnavailable",
        "the server is too busy now",
        _LATER_REMEDY,
    ),
    (
        "NotImplemented 501",
        "the server does not support conditional writes",
        "Use one that does: audiobrief help hosting",
    ),
    ("EntityTooLarge", "the file is too large", "Choose a lower bit rate or shorter editions"),
    ("NoSuchKey 404 FileNotFoundError", "it is not there", "Run audiobrief feed rebuild, or restore it"),
    (
        "EndpointConnectionError ConnectTimeoutError ReadTimeoutError ConnectionClosedError ConnectionRefusedError"
        " ConnectionError ClientConnectorError gaierror HTTPClientError FSTimeoutError TimeoutError"
        " ConnectionResetError ProxyConnectionError SSLError RequestTimeout ClientPayloadError ServerDisconnectedError"
        " DisconnectError",
        "cannot be reached",
        "Check the network and the address, and AWS_ENDPOINT_URL for a bucket that is not Amazon's",
    ),
)


def filesystem(url: str) -> tuple[Any, str]:
    """Opens the file system of an address for this process, and returns it with the path in it."""
    import fsspec.core

    with trouble(without_secrets(url)):
        options: dict[str, Any] = dict(_SSH_OPTIONS) if protocol_of(url) in BY_SSH else {}
        file_system, root = fsspec.core.url_to_fs(url, skip_instance_cache=not url.startswith("memory:"), **options)
        file_system.dircache.use_listings_cache = False  # as an option, ssh would take it for one of its own
    return file_system, str(root).rstrip("/")


@contextlib.contextmanager
def trouble(subject: str, secret: str = "") -> Iterator[None]:
    """Raises whatever a library raises inside as one of our errors, without ``secret``."""
    try:
        yield
    except AudiobriefError:
        raise
    except Exception as error:
        raise output_error(subject, error, secret) from None  # the library's own text may hold what is not to be shown


def output_error(subject: str, error: BaseException, secret: str = "") -> OutputError:
    """Explains an error of a library: the fact and the remedy of the first row of :data:`_TROUBLES` that fits."""
    names = set(_names(error))
    for known, fact, remedy in _TROUBLES:
        if names.intersection(known.split()):
            return OutputError(subject, fact, remedy)
    said = " ".join(str(error).split())[:200] or type(error).__name__
    said = said.replace(secret, "…") if secret else said
    return OutputError(subject, f"the server or its library says: {said}", "Correct that and run again")


def codes(error: BaseException) -> Iterator[str]:
    """Yields the codes that a server answered: ``NoSuchBucket``, ``412``."""
    for one in _chain(error):
        response = getattr(one, "response", None)
        if isinstance(response, dict):
            yield str(response.get("Error", {}).get("Code", ""))
            yield str(response.get("ResponseMetadata", {}).get("HTTPStatusCode", ""))


def _names(error: BaseException) -> Iterator[str]:
    yield from codes(error)
    for one in _chain(error):
        for kind in type(one).__mro__:
            yield kind.__name__


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
