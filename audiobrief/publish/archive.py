"""Zip files that are the same for the same content: no clock, no owner, a fixed order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_STORED = (".mp3", ".jpg")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date a zip file can hold


def zipped(files: Mapping[str, bytes], stored: frozenset[str] = frozenset()) -> bytes:
    """The files in their order; sound, pictures and those of ``stored`` are not compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            is_stored = name in stored or name.endswith(_STORED)
            entry.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return target.getvalue()
