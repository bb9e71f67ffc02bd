"""Chooses the place that a configuration means, and what must be installed for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audiobrief.errors import UsageError, installing
from audiobrief.places.addresses import BY_SSH, is_url, local_path, protocol_of, without_secrets
from audiobrief.places.place import Place

if TYPE_CHECKING:
    from audiobrief.places.remote import Remote

_PACKAGES = {
    "s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "abfss": "adlfs", "az": "adlfs",
    "sftp": "sshfs", "ssh": "sshfs", "smb": "smbprotocol", "oss": "ossfs",
}  # fmt: skip
_READ_ONLY = ("http", "https", "data", "github", "git", "zip", "tar")
_IN_A_BUCKET = ("s3", "s3a")
# Where a file is there only when it is whole. Everywhere else it gets a temporary name first.
_WHOLE_PUTS = ("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss", "oci", "memory")


def place_for(target: str, folder: Path, owner: str = "") -> Place:
    """Returns the place that a configuration means: an address, or a path relative to ``folder``.

    ``owner`` names who publishes there: in a bucket nobody else may. Raises
    :class:`~audiobrief.errors.UsageError` for an address that nothing here can write to.
    """
    path = local_path(target)
    if path is not None:
        from audiobrief.places.folder import Folder

        return Folder(folder / path)
    return remote_place(target, owner)


def parted(target: str) -> tuple[Place, str]:
    """Parts the name of a single file from its place: ``s3://bucket/a/b.mp3`` is ``b.mp3`` in ``s3://bucket/a``."""
    if not is_url(target):
        path = Path(target)
        return place_for(str(path.parent), Path()), path.name
    folder, _, name = target.rpartition("/")
    return place_for(folder, Path()), name


def remote_place(url: str, owner: str = "") -> Remote:
    """Returns the place at an address elsewhere, and makes sure that what it needs is installed."""
    from audiobrief.places.bucket import Bucket
    from audiobrief.places.remote import Remote

    shown = without_secrets(url).rstrip("/")
    protocol = protocol_of(url)
    if protocol in _READ_ONLY:
        raise UsageError(shown, "such an address is read-only", "Give for example s3://bucket/folder")
    if protocol == "ftp":
        raise UsageError(
            shown, "FTP sends its password in the clear", "Use sftp://, or copy public/: audiobrief help hosting"
        )
    _require_packages(protocol, shown)
    if protocol in _IN_A_BUCKET:
        if not urlsplit(url).netloc:
            raise UsageError(url, "it names no bucket", "Give for example s3://bucket/folder")
        return Bucket(url, owner)
    return Remote(url, puts_whole=protocol in _WHOLE_PUTS)


def _require_packages(protocol: str, shown: str) -> None:
    """Makes sure that what an address needs is installed."""
    package = _PACKAGES.get(protocol, "")
    try:
        import fsspec

        fsspec.get_filesystem_class(protocol)
        if protocol in BY_SSH:  # fsspec has one of its own, on paramiko, that trusts any machine
            import sshfs  # noqa: F401
    except ImportError as error:
        package = package or (error.name or "").partition(".")[0]
        if not package:  # fsspec knows its name
            raise UsageError(shown, "a package is not installed", str(error)) from error
        raise UsageError(shown, f"the package {package} is not installed", f"Run: {installing(package)}") from error
    except ValueError as error:
        raise UsageError(shown, f"{protocol}:// is not supported", "Give for example s3://bucket/folder") from error
