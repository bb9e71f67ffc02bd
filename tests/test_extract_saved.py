"""What people save or send is read: mails, archives, pages with their pictures inside; what is not read is named."""

from __future__ import annotations

import gzip
import plistlib
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief import inputs, stories
from audiobrief.errors import AudiobriefError, FetchError, NothingToRead
from audiobrief.extract import read_article
from audiobrief.extract.saved import opening
from audiobrief.fetch import read_source
from audiobrief.inputs import FEED, LIMIT_BYTES, MAIL, MHTML, OPENED, SITEMAP, form_of, may_be_packed, without_data
from audiobrief.model import Article, Page, ScriptOptions
from audiobrief.roles import Reason, Role
from tests.saved_pages import STORY, TITLE, docx, epub, html, mail, mhtml, paragraphs, word, zipped


def read(body: bytes, kind: str = "") -> Article:
    return read_article(Page("", body, kind))


def body_of(article: Article) -> list[str]:
    return [block.text for block in article.blocks if block.role is Role.BODY]


def refusal(body: bytes, kind: str = "") -> NothingToRead:
    with pytest.raises(NothingToRead) as caught:
        read(body, kind)
    assert caught.value.remedy and "\n" not in str(caught.value)
    return caught.value


def test_every_form_that_is_opened_has_an_opener() -> None:
    folder = Path(opening.__file__).parent
    assert {form.opener for form in OPENED} <= {path.stem for path in folder.glob("*.py")}


# -- MHTML


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_a_page_saved_in_one_file_is_decoded(encoding: str) -> None:
    article = read(mhtml(html(), encoding=encoding))
    assert body_of(article) == list(STORY)
    assert (article.url, article.title) == ("https://island.example/ferry", TITLE)


def test_the_day_of_saving_and_the_browser_are_no_facts_of_the_article() -> None:
    article = read(mhtml(html()))
    assert (article.published, article.authors) == (None, ())


def test_an_archive_starts_at_its_root() -> None:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"; start="<main@x>"\r\n\r\n'
    frame = b"--b\r\nContent-Type: text/html\r\n\r\n<p>Shoes and more shoes are what this frame is all about.</p>\r\n"
    main = b"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <main@x>\r\nContent-Location: file:///C:/a.htm\r\n\r\n"
    article = read(head + frame + main + html().encode() + b"\r\n--b--\r\n")
    assert (body_of(article), article.url) == (list(STORY), "")


def test_relative_links_and_the_canonical_address_count_from_where_the_page_was_saved() -> None:
    head = '<link rel="canonical" href="/news/ferry"><meta property="og:image" content="/quay.jpg">'
    article = read(mhtml(html(head=head)))
    assert (article.url, article.image) == ("https://island.example/news/ferry", "https://island.example/quay.jpg")


# -- mails


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_of_a_newsletter_the_html_part_is_read_and_its_header_witnesses(encoding: str) -> None:
    body = html(f"<table><tr><td>{paragraphs()}</td></tr></table>", title="")
    article = read(mail(html_body=body, text="See the other part.", encoding=encoding))
    assert body_of(article) == list(STORY)
    assert (article.title, article.authors, article.published) == (TITLE, ("Mila Brand",), "2026-11-24T07:30:00+01:00")


def test_a_newsletter_of_a_desk_has_a_site_and_no_author() -> None:
    article = read(mail(html_body=html(paragraphs(), title=""), From="The Island Letter <letter@island.example>"))
    assert (article.authors, article.site) == ((), "The Island Letter")


def test_a_header_in_another_alphabet_is_decoded() -> None:
    article = read(mail(html_body=html(paragraphs(), title=""), Subject="Паром снова ходит — после шторма"))
    assert article.title == "Паром снова ходит — после шторма"


def test_who_forwarded_a_mail_did_not_write_it() -> None:
    article = read(mail(html_body=html(paragraphs(), title=""), Subject=f"Fwd: {TITLE}"))
    assert (article.title, article.authors, article.published) == (TITLE, (), None)


def test_a_mail_forwarded_as_an_attachment_is_the_inner_one() -> None:
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "Jo Bo <jo@x.example>", "you@x.example", "Look at this"
    outer.set_content("Look at this!")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Mila Brand <mila@island.example>", TITLE
    inner.set_content(html(paragraphs(), title=""), subtype="html")
    outer.add_attachment(inner)
    article = read(outer.as_bytes())
    assert (article.title, article.authors, body_of(article)) == (TITLE, ("Mila Brand",), list(STORY))


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_a_mail_of_plain_text_is_decoded(charset: str) -> None:
    story = [text.replace("—", "-").replace("Sorvik", "Sørvik") for text in STORY]
    article = read(mail(text="\n\n".join(story), charset=charset))
    assert (article.title, article.authors, body_of(article)) == (TITLE, ("Mila Brand",), story)


@pytest.mark.parametrize(
    ("href", "header"),
    [
        ("https://island.example/unsubscribe?u=1", ""),
        ("https://t.example/x/9", "<https://t.example/x/9>, <mailto:l@t.example>"),
    ],
)
def test_the_footer_of_a_newsletter_is_not_read(href: str, header: str) -> None:
    leave = f"<tr><td><p>You get this letter as you asked for it on our site. <a href='{href}'>Leave</a></p></td></tr>"
    body = html(f"<table><tr><td>{paragraphs()}</td></tr>{leave}</table>", title="")
    article = read(mail(html_body=body, **({"List_Unsubscribe": header} if header else {})))
    assert body_of(article) == list(STORY)
    assert any("You get this letter" in piece.text and piece.reason is Reason.FOOTER for piece in article.dropped)


def test_a_mail_with_attachments_only_names_one() -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Jo Bo <jo@x.example>", "you@x.example", "The story"
    message.make_mixed()
    message.add_attachment(b"%PDF-1.7", "application", "pdf", filename="story.pdf")
    error = refusal(message.as_bytes())
    assert "attachment" in error.fact and "story.pdf" in error.remedy


def test_an_archive_without_a_page_is_refused() -> None:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://island.example/"
    message.make_related()
    message.add_related(b"\x89PNG", "image", "png")
    assert "without a page" in refusal(message.as_bytes()).fact


@pytest.mark.parametrize(
    "text",
    [
        "Subject: what the ferry carries\n\nIt carries people, dogs and once a piano, said the captain on Monday.",
        "Note: a piano is aboard\nAnswer: we know that, and it is tied to the mast since this very morning.",
        "Content-Type: a poem\nby Mila Brand of Sorvik, who has written many of them about the sea and ferries.",
    ],
)
def test_a_text_that_begins_like_a_header_is_no_mail(text: str) -> None:
    assert form_of(text.encode()) is None


def test_long_headers_are_a_mail_too() -> None:
    many = "".join(f"Received: from a{n}.example by b.example; Tue, 24 Nov 2026 07:30:00 +0100\n" for n in range(200))
    assert form_of(f"{many}Subject: x\n\nText".encode()) is MAIL


def test_which_mime_file_it_is() -> None:
    assert (form_of(mhtml(html())), form_of(mail(text="A"))) == (MHTML, MAIL)


# -- Safari's archives


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_web_archive_is_read_in_its_encoding(form: plistlib.PlistFormat) -> None:
    main = {
        "WebResourceData": html().replace("Sorvik", "Sørvik").replace('<meta charset="utf-8">', "").encode("utf-16-le"),
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-16LE",
        "WebResourceURL": "https://island.example/ferry",
    }
    article = read(plistlib.dumps({"WebMainResource": main, "WebSubresources": []}, fmt=form))
    assert article.url == "https://island.example/ferry"
    assert body_of(article) == [text.replace("Sorvik", "Sørvik") for text in STORY]


@pytest.mark.parametrize(
    "body",
    [
        plistlib.dumps({"WebMainResource": {"WebResourceData": "text"}}),
        plistlib.dumps({"WebMainResource": {"WebResourceURL": "https://a.example"}}),
        plistlib.dumps({"WebMainResource": {"WebResourceData": html().encode()}}, fmt=plistlib.FMT_BINARY)[:-40],
        b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "b">]><plist><key>WebMainResource</key>&a;</plist>',
    ],
)
def test_a_damaged_web_archive_is_refused(body: bytes) -> None:
    refusal(body)


# -- books


def roles_of(article: Article) -> str:
    return " ".join(block.role.value for block in article.blocks)


def test_a_book_of_one_article_is_the_article() -> None:
    said = (
        "<dc:creator id='a'>Mila Brand</dc:creator><dc:creator opf:role='trl'>Jo Bo</dc:creator>"
        "<dc:date>2026-11-24</dc:date><dc:publisher>The Island Letter</dc:publisher>"
        "<dc:source>https://island.example/ferry</dc:source>"
    )
    article = read(epub(f"<h1>{TITLE}</h1>{paragraphs()}", metadata=said))
    assert (article.title, body_of(article)) == (TITLE, list(STORY))
    assert (article.authors, article.published, article.site) == (("Mila Brand",), "2026-11-24", "The Island Letter")
    assert (article.url, article.language) == ("https://island.example/ferry", "en")


def test_chapters_are_parts_of_a_book_in_the_order_of_its_spine() -> None:
    contents = "<nav epub:type='toc'><ol><li><a href='text%200.xhtml#x'>In the port</a></li></ol></nav>"
    book = epub(
        paragraphs(STORY[0]),
        f"<h1>On the quay</h1>{paragraphs(STORY[1])}<h2>A piano</h2>{paragraphs(STORY[2])}",
        items='<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        spine='<itemref idref="nav"/>',
        OPS__nav_xxhtml=f"<html xmlns='http://www.w3.org/1999/xhtml' xmlns:epub='x'><body>{contents}</body></html>",
    )
    article = read(book)
    assert roles_of(article) == "headline subhead body subhead body subhead body"
    subheads = [(block.text, block.level) for block in article.blocks if block.role is Role.SUBHEAD]
    assert subheads == [("In the port", 2), ("On the quay", 2), ("A piano", 3)]


def test_a_book_s_printed_contents_and_title_page_are_not_its_text() -> None:
    links = "".join(f"<p><a href='text%20{n}.xhtml'>Chapter number {n}</a></p>" for n in (2, 3))
    article = read(epub(f"<h1>{TITLE}</h1><p>Mila Brand</p>", links, *map(paragraphs, STORY[:2])))
    assert body_of(article)[-2:] == list(STORY[:2])
    assert not any("Chapter number" in block.text for block in article.blocks)


def test_named_characters_and_empty_elements_of_old_books_are_read() -> None:
    named = "At noon&nbsp;&mdash; as ever &mdash; the caf&eacute; opened its doors."
    body = f"<h1>{TITLE}</h1><p>{STORY[0]}<a id='x'/></p><p>{named}</p>"
    assert body_of(read(epub(body)))[1] == "At noon — as ever — the café opened its doors."


def test_entities_of_a_book_are_not_resolved() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    chapter = f"<?xml version='1.0'?>{bomb}<html><body><h1>{TITLE}</h1>{paragraphs()}<p>&b; &c;</p></body></html>"
    article = read(epub("", **{"OPS__text 0_xxhtml": chapter}))
    assert body_of(article)[:3] == list(STORY)
    assert "haha" not in str(article) and "root:" not in str(article)


def test_what_a_book_unpacks_to_is_bounded() -> None:
    assert "unpacks to more" in refusal(epub(" " * 25_000_000)).fact


def test_a_protected_book_is_refused() -> None:
    cipher = '<encryption><CipherReference URI="OPS/text%200.xhtml"/></encryption>'
    assert "protected" in refusal(epub("x", **{"META-INF__encryption_xxml": cipher})).fact
    font = '<encryption><CipherReference URI="OPS/a.otf"/></encryption>'
    assert body_of(read(epub(paragraphs(), **{"META-INF__encryption_xxml": font}))) == list(STORY)


@pytest.mark.parametrize("cut", [300, 700, -30])
def test_a_book_that_is_cut_off_is_refused(cut: int) -> None:
    assert "cut off" in refusal(epub(paragraphs())[:cut]).fact


def test_a_book_without_its_package_is_refused() -> None:
    refusal(zipped(**{"META-INF__container_xxml": "<container/>"}))
    refusal(zipped(**{"META-INF__container_xxml": "<container"}))


# -- Word documents


def test_a_document_is_read_by_its_styles_in_any_language() -> None:
    numbered = '<w:numPr><w:numId w:val="{}"/></w:numPr>'
    article = read(
        docx(
            word(TITLE, "Titel"),
            word("Inhalt 1", "Verzeichnis1"),
            word(STORY[0]),
            word("On the quay", "berschrift1"),
            word(STORY[1]),
            word("Who came", "berschrift2"),
            word("Two hundred people came.", settings=numbered.format(1)),
            word("Nine dogs came too.", settings=numbered.format(1)),
            word("A bag was lost.", settings=numbered.format(2)),
            word("We waited four days, and nobody complained.", "Zitat"),
            word(STORY[2]),
        )
    )
    assert roles_of(article) == "headline body subhead body subhead list_item list_item list_item quote body"
    assert [block.ordinal for block in article.blocks if block.role is Role.LIST_ITEM] == [1, 2, None]
    assert [block.level for block in article.blocks if block.role is Role.SUBHEAD] == [2, 3]
    assert article.title == TITLE


def test_a_note_is_read_at_the_end_and_its_mark_is_not() -> None:
    runs = (
        f'<w:r><w:t>{STORY[0]}</w:t></w:r><w:r><w:footnoteReference w:id="3"/></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden words.</w:t></w:r>"
    )
    article = read(docx(word(TITLE, "berschrift1"), word(runs), word(STORY[1])))
    assert body_of(article) == list(STORY[:2])
    assert [block.text for block in article.blocks if block.role is Role.FOOTNOTE] == ["1 As the log says."]


@pytest.mark.parametrize("style", ["", "berschrift1", "Titel"])
def test_the_first_line_is_the_title_whatever_its_style(style: str) -> None:
    article = read(docx(word(TITLE, style), *map(word, STORY)))
    assert (article.title, body_of(article)) == (TITLE, list(STORY))


def test_tables_boxes_and_changes_of_a_document() -> None:
    cell = "<w:tc>{}</w:tc>"
    table = "<w:tbl>" + "".join(
        f"<w:tr>{cell.format(word(day))}{cell.format(word(boats))}</w:tr>"
        for day, boats in (("Day", "Boats"), ("Monday", "2"), ("Friday", "5"))
    ) + "</w:tbl>"  # fmt: skip
    changed = "<w:r><w:t>The ferry sails </w:t></w:r><w:ins><w:r><w:t>every day, said the office.</w:t></w:r></w:ins>"
    box = f"<w:r><w:drawing><w:txbxContent>{word(STORY[2])}</w:txbxContent></w:drawing></w:r>"
    article = read(docx(word(TITLE, "Titel"), word(STORY[0]), table, word(changed), word(box)))
    assert ("Monday", "2") in next(block.cells for block in article.blocks if block.role is Role.TABLE)
    assert body_of(article) == [STORY[0], "The ferry sails every day, said the office.", STORY[2]]


def test_a_document_that_is_none_is_refused() -> None:
    assert "damaged" in refusal(zipped(word__other_xxml="<a/>")).fact
    assert "damaged" in refusal(docx(word__document_xxml="<w:document")).fact
    assert "unpacks to more" in refusal(docx(word__document_xxml="<a>" + " " * 21_000_000 + "</a>")).fact
    entity = '<!DOCTYPE a [<!ENTITY b "haha">]>'
    article = read(docx(word__document_xxml=entity + plain_document(word(f"{STORY[0]} &b;"))))
    assert "haha" not in str(article)


def plain_document(body: str) -> str:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'


# -- pictures inside a page


def picture(size: int) -> bytes:
    return b"<img alt='' src='data:image/png;base64," + b"iVBORw0K" * (size // 8) + b"'>"


def test_pictures_inside_a_page_do_not_count_towards_the_limit(tmp_path: Path) -> None:
    page = html().encode().replace(b"</article>", picture(LIMIT_BYTES + 1000) + b"</article>")
    assert body_of(read(page, "text/html")) == list(STORY)
    (tmp_path / "saved.html").write_bytes(page)
    brought = read_source(str(tmp_path / "saved.html"))
    assert len(brought.body) < 5000 and body_of(read_article(brought)) == list(STORY)


def test_a_page_whose_text_is_too_large_is_refused(tmp_path: Path) -> None:
    page = html(f"<p>{'A sentence about the sea. ' * 250_000}</p>").encode()
    (tmp_path / "a.html").write_bytes(page + picture(1000))
    with pytest.raises(FetchError, match="larger than 5 MB"):
        read_source(str(tmp_path / "a.html"))


@given(st.lists(st.sampled_from([b"<p>data: a", b" text ", b"data:", b"image/png;base64,", b"A" * 70, b"B" * 3000,
                                 b"'>", b"url(", b")", b"\n", "é".encode()]), max_size=30),
       st.integers(1, 4000))  # fmt: skip
def test_only_long_data_addresses_go_however_the_pieces_fall(parts: list[bytes], step: int) -> None:
    whole = b"".join(parts)
    pieces = [whole[at : at + step] for at in range(0, len(whole), step)]
    lean = without_data(pieces, 10**9)
    assert lean is not None
    assert lean == without_data([lean], 10**9)
    assert (
        lean.replace(b"B", b"").replace(b"A", b"") == whole.replace(b"B", b"").replace(b"A", b"") or b"data:" in whole
    )
    if b"data:" not in whole:
        assert lean == whole


@pytest.mark.parametrize(
    "note",
    [
        "<!-- saved from url=(0031)https://island.example/ferry -->",
        "<!--\n Page saved with SingleFile \n url: https://island.example/ferry \n saved date: Sat Nov 28 2026\n-->",
    ],
)
def test_a_saved_page_has_the_address_that_the_browser_noted(note: str) -> None:
    page = html().replace("<html", f"{note}<html", 1).encode()
    assert read(page, "text/html").url == "https://island.example/ferry"
    elsewhere = read_article(Page("https://other.example/b", page, "text/html"))
    assert elsewhere.url == "https://other.example/b"


# -- what is not read


ATOM = b'<?xml version="1.0"?>\n<!-- x -->\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title></feed>'
RSS = b'\xef\xbb\xbf<?xml version="1.0"?><rss version="2.0"><channel><title>Notes</title></channel></rss>'
JSON_FEED = b'{"version": "https://jsonfeed.org/version/1.1", "title": "Notes", "items": []}'


REFUSED = {
    "rss": (RSS, "news feed", "feed add"),
    "atom": (ATOM, "news feed", "feed add"),
    "rdf": (b'<rdf:RDF xmlns:rdf="x"><channel/></rdf:RDF>', "news feed", "feed add"),
    "json feed": (JSON_FEED, "news feed", "feed add"),
    "sitemap": (b"<?xml version='1.0'?><urlset><url></url></urlset>", "sitemap", "one article"),
    "sitemap index": (b"<sitemapindex></sitemapindex>", "sitemap", "one article"),
    "opml": (b"<opml version='2.0'><body/></opml>", "list of feeds", "feed add"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><text>A</text></svg>", "image", "web page"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF", "html"),
    "rtf": (b"{\\rtf1\\ansi Text}", "RTF", "docx"),
    "odt": (zipped(**{"META-INF__manifest_xxml": "a"}), "OpenDocument", "docx"),
    "zip": (zipped(story_xtxt="Text"), "ZIP", "Unpack"),
    "cut zip": (zipped(story_xtxt="Text" * 100)[:60], "cut off", "again"),
    "gzip": (gzip.compress(b"Text"), "compressed", "Unpack"),
    "spreadsheet": (zipped(xl__workbook_xxml="a"), "spreadsheet", "html"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old format", "docx"),
    "locked word": (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password", "without"),
    "shortcut": (b"[InternetShortcut]\r\nURL=https://a.example/b\r\n", "shortcut", "address"),
    "webloc": (plistlib.dumps({"URL": "https://a.example/b"}), "shortcut", "address"),
    "binary webloc": (plistlib.dumps({"URL": "https://a.example"}, fmt=plistlib.FMT_BINARY), "shortcut", "address"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(20), "image", "web page"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_article_is_named_with_what_to_do(name: str, tmp_path: Path) -> None:
    body, fact, remedy = REFUSED[name]
    error = refusal(body)
    assert fact in error.fact and remedy in error.remedy
    path = tmp_path / ("thing.json" if name == "json feed" else "thing.html")  # the name of a file proves nothing
    path.write_bytes(body)
    with pytest.raises(NothingToRead, match=fact):
        stories.load(str(path), ScriptOptions())


def test_feeds_are_known_whatever_stands_before_them() -> None:
    assert all(form_of(body) is FEED for body in (RSS, ATOM, JSON_FEED, b"\n " + RSS[3:]))


@pytest.mark.parametrize("start", ["Magma flows", "PKW und Bahn", "BZh", "Rare birds", "{ set a brace }", "RIFF raff"])
def test_texts_that_begin_like_a_form_are_texts(start: str) -> None:
    assert form_of(f"{start} on the quay at Sorvik, where the ferry sails again.".encode()) is None


@settings(max_examples=60)
@given(
    st.sampled_from([mhtml(html()), mail(html_body=html(), text="a"), epub(paragraphs()), docx(*map(word, STORY))]),
    st.data(),
)
def test_damaged_files_give_an_article_or_one_line(body: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(body)))
    damaged = body[:at] + data.draw(st.binary(max_size=20)) + body[at + data.draw(st.integers(0, 400)) :]
    may_be_packed(damaged)
    try:
        read(damaged)
    except AudiobriefError as error:
        assert "\n" not in str(error)


def test_the_page_about_inputs_shows_the_table() -> None:
    said = (Path(__file__).parent.parent / "docs/inputs.md").read_text(encoding="utf-8")
    rows = [*OPENED, FEED, SITEMAP, *inputs.REFUSED.values()]
    lines = [f"| {row.name} | {' '.join(row.suffixes)} | {row.remedy or 'it is read'} |" for row in rows]
    assert said.endswith("\n".join(["|---|---|---|", *lines, ""])), "\n".join(lines)


def test_two_rows_never_say_the_same() -> None:
    rows = [*OPENED, FEED, SITEMAP, *inputs.REFUSED.values()]
    assert len({row.name for row in rows}) == len(rows)
