"""Builds what people save or send, with invented stories, for the tests."""

from __future__ import annotations

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
