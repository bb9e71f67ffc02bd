"""Safari's Web Archive: a property list whose main resource is the page."""

from __future__ import annotations

import plistlib
from collections.abc import Mapping
from xml.parsers.expat import ExpatError

from audiobrief.errors import UNREADABLE, NothingToRead
from audiobrief.model import Page


def opened(body: bytes, subject: str) -> Page:
    """Returns the archived page. Raises NothingToRead when the archive is damaged or holds none."""
    try:
        archive = plistlib.loads(body)
        main = archive["WebMainResource"]
        data = main["WebResourceData"]
    except (*UNREADABLE, ExpatError) as error:
        raise NothingToRead(subject, "it is a damaged Web Archive", "Save the page again") from error
    if not isinstance(data, bytes):
        raise NothingToRead(subject, "it is a Web Archive without a page in it", "Save the page again")
    kind, encoding = _said(main, "WebResourceMIMEType"), _said(main, "WebResourceTextEncodingName")
    address = _said(main, "WebResourceURL")
    web = address if address.startswith(("http://", "https://")) else ""
    return Page(web, data, f"{kind or 'text/html'}; charset={encoding}" if encoding else kind)


def _said(resource: Mapping[str, object], key: str) -> str:
    value = resource.get(key)
    return value if isinstance(value, str) else ""
