"""The files in a ZIP archive that came from anywhere: never more of them in memory than the limits say."""

from __future__ import annotations

import zipfile
from io import BytesIO

from lxml import etree

from audiobrief.errors import NothingToRead
from audiobrief.inputs import DAMAGES, LIMIT_BYTES

_MOST_MEMBERS = 20_000


class Archive:
    """Reads members of a ZIP file; each fault is one line about ``subject``."""

    def __init__(self, body: bytes, subject: str, form: str) -> None:
        self._subject = subject
        self._form = form
        self._left = 4 * LIMIT_BYTES
        try:
            self._zip = zipfile.ZipFile(BytesIO(body))
        except DAMAGES as error:
            raise self.damaged() from error
        if len(self._zip.filelist) > _MOST_MEMBERS:
            raise self.refused(f"it is {form} with more than {_MOST_MEMBERS:,} files in it")

    @property
    def names(self) -> list[str]:
        """Returns the names of all members."""
        return self._zip.namelist()

    def damaged(self) -> NothingToRead:
        """Returns the error for what cannot be read as what it is."""
        return self.refused(f"it is {self._form} that is cut off or damaged", "Save or fetch it again and give that")

    def refused(self, fact: str, remedy: str = "Give one article of it, as .html or .txt") -> NothingToRead:
        """Returns an error about the file."""
        return NothingToRead(self._subject, fact, remedy)

    def read(self, name: str) -> bytes | None:
        """Returns a member, None when it is not there. What it unpacks to counts, not what the archive says of it."""
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise self.refused(f"it is {self._form} with a password", "Save it without one and give that")
            with self._zip.open(info) as file:
                data = file.read(self._left + 1)
        except KeyError:
            return None
        except DAMAGES as error:
            raise self.damaged() from error
        self._left -= len(data)
        if self._left < 0:
            raise self.refused(f"it is {self._form} that unpacks to more than {4 * LIMIT_BYTES / 1e6:g} MB of text")
        return data

    def xml(self, name: str) -> etree._Element | None:
        """Returns a member's root element, None when it is not there; no entity of it is resolved."""
        data = self.read(name)
        if data is None:
            return None
        try:
            return etree.fromstring(data, xml_parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.damaged() from error


def xml_parser() -> etree.XMLParser:
    """Returns a parser that reads nothing but what it is given."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )


def texts(root: etree._Element | None, name: str) -> list[str]:
    """Returns the texts of the elements with a local name, in order, blanks folded."""
    if root is None:
        return []
    found = (" ".join("".join(one.itertext()).split()) for one in root.iter(f"{{*}}{name}"))
    return [text for text in found if text]
