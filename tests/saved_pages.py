"""Builds what people save or send, with invented stories, for the tests."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

TITLE = "Ferry to the outer islands sails again after the storm"
STORY = (
    "The ferry to the outer islands sailed again on Monday, four days after a storm had broken its landing stage.",
    "About two hundred people waited on the quay at Sorvik, some of them since Thursday — with bags, dogs and a piano.",
    "The harbour office said that the stage would hold for the winter, and that a new one is planned for the spring.",
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts or STORY)


def html(body: str = "", title: str = TITLE, head: str = "") -> str:
    inner = body or f"<article><h1>{TITLE}</h1>{paragraphs()}</article>"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{inner}</body></html>"
    )


def mail(
    *,
    html_body: str | None = None,
    text: str | None = None,
    encoding: str = "quoted-printable",
    charset: str = "utf-8",
    **headers: str,
) -> bytes:
    """A mail, multipart/alternative where it has both forms of text."""
    message = EmailMessage()
    said = {
        "From": "Mila Brand <mila@island.example>",
        "To": "you@reader.example",
        "Subject": TITLE,
        "Date": "Tue, 24 Nov 2026 07:30:00 +0100",
        **headers,
    }
    for name, value in said.items():
        message[name.replace("_", "-")] = value
    if text is not None:
        message.set_content(text, cte=encoding, charset=charset)
    if html_body is not None and text is not None:
        message.add_alternative(html_body, subtype="html", cte=encoding, charset=charset)
    elif html_body is not None:
        message.set_content(html_body, subtype="html", cte=encoding, charset=charset)
    return message.as_bytes()


def mhtml(page: str, *, encoding: str = "quoted-printable", address: str = "https://island.example/ferry") -> bytes:
    """A page as a browser saves it in one file: a style sheet, a frame and a picture come with it."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = address
    message["Subject"] = "Ferry"
    message["Date"] = "Sat, 28 Nov 2026 10:00:00 -0000"
    message.set_content(page, subtype="html", cte=encoding)
    message["Content-Location"] = address
    message.make_related()
    message.add_related("p { color: red }", subtype="css")
    message.add_related("<p>An advertisement in a frame, and it says quite a lot about shoes.</p>", subtype="html")
    message.add_related(b"\x89PNG" * 400, "image", "png")
    del message["Content-Location"]
    return message.as_bytes()


def zipped(**members: str | bytes) -> bytes:
    """A ZIP file; in names "__" stands for "/" and "_x" for "."."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_x", "."), text)
    return buffer.getvalue()


def epub(*chapters: str, metadata: str = "", items: str = "", spine: str = "", **more: str | bytes) -> bytes:
    """An EPUB book with these bodies as chapters, in a folder of its own."""
    manifest = "".join(
        f'<item id="c{n}" href="text%20{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(chapters))
    )
    refs = spine + "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:opf="http://www.idpf.org/2007/opf"><dc:title>{TITLE}</dc:title><dc:language>en</dc:language>{metadata}'
        f"</metadata><manifest>{manifest}{items}</manifest><spine>{refs}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    )
    files: dict[str, str | bytes] = {
        f"OPS__text {n}_xxhtml": '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"'
        f' xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{body}</body></html>'
        for n, body in enumerate(chapters)
    }
    return zipped(
        mimetype="application/epub+zip",
        **{"META-INF__container_xxml": container, "OPS__book_xopf": package},
        **{**files, **more},
    )


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STYLES = {
    "Titel": "Title",
    "Untertitel": "Subtitle",
    "berschrift1": "heading 1",
    "berschrift2": "heading 2",
    "Zitat": "Quote",
    "Verzeichnis1": "toc 1",
}


def word(text: str, style: str = "", settings: str = "") -> str:
    """A paragraph of a Word document; ``text`` may be markup of runs."""
    runs = text if text.startswith("<w:") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{settings}</w:pPr>{runs}</w:p>"


def docx(*paragraphs: str, **more: str | bytes) -> bytes:
    """A Word document as a German Word names its styles."""
    styles = "".join(f'<w:style w:styleId="{one}"><w:name w:val="{name}"/></w:style>' for one, name in _STYLES.items())
    numbering = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    )
    note = word("As the log says.")
    return zipped(
        **{
            "[Content_Types]_xxml": "<Types/>",
            "word__document_xxml": f"<w:document {_W}><w:body>{''.join(paragraphs)}</w:body></w:document>",
            "word__styles_xxml": f"<w:styles {_W}>{styles}</w:styles>",
            "word__numbering_xxml": f"<w:numbering {_W}>{numbering}</w:numbering>",
            "word__footnotes_xxml": f'<w:footnotes {_W}><w:footnote w:id="3">{note}</w:footnote></w:footnotes>',
            **more,
        }
    )
