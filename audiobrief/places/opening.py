"""Opens an address with fsspec, and tells its troubles in our own words. No exception of a library leaves this room."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from audiobrief.errors import AudiobriefError, OutputError, UsageError
from audiobrief.places import without_secrets

if TYPE_CHECKING:
    from audiobrief.places.remote import Remote

_PACKAGES = {
    "s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "abfss": "adlfs", "az": "adlfs",
    "sftp": "sshfs", "ssh": "sshfs", "smb": "smbprotocol", "oss": "ossfs",
}  # fmt: skip
_EXTRAS = {"fsspec": "'audiobrief[s3]'", "s3fs": "'audiobrief[s3]'", "sshfs": "'audiobrief[sftp]'"}
_READ_ONLY = ("http", "https", "data", "github", "git", "zip", "tar")
_IN_A_BUCKET = ("s3", "s3a")
_BY_SSH = ("sftp", "ssh")
_SSH_OPTIONS = {
    "known_hosts": (),  # those of ~/.ssh: left to itself, the package trusts any machine that answers
    "connect_timeout": 20,
    "keepalive_interval": 15,  # seconds; a server that misses three of them is given up
}
# Where a file is there only when it is whole. Everywhere else it gets a temporary name first.
_WHOLE_PUTS = ("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss", "oci", "memory")

_KEYS_REMEDY = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
_RIGHTS_REMEDY = "Allow these credentials to list, read, write and delete there: docs/hosting.md"
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
    ("PermissionDenied", "it lets nobody in with these keys", "Name the user in the address, or set them in ~/.ssh"),
    ("AccessDenied AllAccessDisabled AccountProblem 403 PermissionError", "access is denied", _RIGHTS_REMEDY),
    (
        "SlowDown Throttling ThrottlingException TooManyRequests RequestLimitExceeded 503 429 ServiceUnavailable",
        "the server is too busy now",
        _LATER_REMEDY,
    ),
    ("NotImplemented 501", "the server knows no conditional writes", "Use one that does: docs/hosting.md"),
    ("EntityTooLarge", "the file is too large for it", "Choose a lower bit rate or shorter editions"),
    ("NoSuchKey 404 FileNotFoundError", "it is not there", "Run with --rebuild, or restore it"),
    (
        "EndpointConnectionError ConnectTimeoutError ReadTimeoutError ConnectionClosedError ConnectionRefusedError"
        " ConnectionError ClientConnectorError gaierror HTTPClientError FSTimeoutError TimeoutError"
        " ConnectionResetError ProxyConnectionError SSLError RequestTimeout ClientPayloadError ServerDisconnectedError"
        " DisconnectError",
        "cannot be reached",
        "Check the network and the address, and AWS_ENDPOINT_URL for a bucket that is not Amazon's",
    ),
)


def remote_place(url: str, owner: str = "") -> Remote:
    """See :func:`audiobrief.places.place_for`."""
    from audiobrief.places.bucket import Bucket
    from audiobrief.places.remote import Remote

    shown = without_secrets(url).rstrip("/")
    protocol = _protocol(url)
    if protocol in _READ_ONLY:
        raise UsageError(shown, "nothing can be written to such an address", "Give for example s3://bucket/folder")
    if protocol == "ftp":
        raise UsageError(shown, "FTP sends its password in the clear", "Use sftp://, or copy public/: docs/hosting.md")
    _filesystem_class(protocol, shown)
    if protocol in _IN_A_BUCKET:
        if not urlsplit(url).netloc:
            raise UsageError(url, "it names no bucket", "Give for example s3://bucket/folder")
        return Bucket(url, owner)
    return Remote(url, puts_whole=protocol in _WHOLE_PUTS)


def _protocol(url: str) -> str:
    return url.partition("://")[0].lower()


def filesystem(url: str) -> tuple[Any, str]:
    """The file system of an address, of this process's own, and the path in it. Raises :class:`UsageError`."""
    import fsspec.core

    with trouble(without_secrets(url)):
        options: dict[str, Any] = dict(_SSH_OPTIONS) if _protocol(url) in _BY_SSH else {}
        file_system, root = fsspec.core.url_to_fs(url, skip_instance_cache=not url.startswith("memory:"), **options)
        file_system.dircache.use_listings_cache = False  # as an option, ssh would take it for one of its own
    return file_system, str(root).rstrip("/")


def _filesystem_class(protocol: str, shown: str) -> None:
    """Makes sure that what an address needs is installed."""
    package = _PACKAGES.get(protocol, "")
    try:
        import fsspec

        fsspec.get_filesystem_class(protocol)
        if protocol in _BY_SSH:  # fsspec has one of its own, on paramiko, that trusts any machine
            import sshfs  # noqa: F401
    except ImportError as error:
        package = package or (error.name or "").partition(".")[0]
        if not package:  # fsspec knows its name
            raise UsageError(shown, "a package is not installed", str(error)) from error
        remedy = f"pip install {_EXTRAS.get(package, package)}"
        raise UsageError(shown, f"the package {package} is not installed", remedy) from error
    except ValueError as error:
        raise UsageError(shown, f"nothing here knows {protocol}://", "Give for example s3://bucket/folder") from error


@contextlib.contextmanager
def trouble(subject: str, secret: str = "") -> Iterator[None]:
    """Whatever a library raises inside comes out as one of our errors, without ``secret``."""
    try:
        yield
    except AudiobriefError:
        raise
    except Exception as error:
        raise told(subject, error, secret) from None  # the library's own text may hold what is not to be shown


def told(subject: str, error: BaseException, secret: str = "") -> OutputError:
    """An error of a library as one of ours."""
    names = set(_names(error))
    for known, fact, remedy in _TROUBLES:
        if names.intersection(known.split()):
            return OutputError(subject, fact, remedy)
    said = " ".join(str(error).split())[:200] or type(error).__name__
    if secret:
        said = said.replace(secret, "…")
    return OutputError(subject, f"the server or its library says: {said}", "Correct that and run again")


def codes(error: BaseException) -> Iterator[str]:
    """The codes that a server answered: ``NoSuchBucket``, ``412``."""
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
