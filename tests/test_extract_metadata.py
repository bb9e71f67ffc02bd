"""What a page says about itself: evidence that agrees, contradicts, lies or is broken."""

# ruff: noqa: E501  (a case is a line)
from __future__ import annotations

import json

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.extract.facts import bylines
from audiobrief.extract.facts.bylines import byline, clean_name, is_person
from audiobrief.extract.facts.metadata import Metadata, metadata
from audiobrief.extract.facts.written_dates import address_date, iso_date, month_number, written_date

URL = "https://www.river.example/news/2024/bridge-opens"


def read(page: str, url: str = URL) -> Metadata:
    return metadata(lxml.html.document_fromstring(page), url)


def linked(*things: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)


class TestTitle:
    def test_the_headline_as_printed(self) -> None:
        assert read("<title>x</title><h1>Old bridge opens again</h1><p>Text").title == "Old bridge opens again"

    def test_the_site_is_taken_off(self) -> None:
        page = """<title>Old bridge opens again - The River</title><meta property="og:site_name" content="The River">
                  <meta property="og:title" content="Old bridge opens again | The River"><body><p>Text"""
        assert read(page).title == "Old bridge opens again"

    def test_a_separator_of_its_own_stays(self) -> None:
        page = '<title>BUDGET 3.0 | Town to hire clerks</title><meta property="og:title" content="BUDGET 3.0 | Town to hire clerks"><p>T'
        assert read(page).title == "BUDGET 3.0 | Town to hire clerks"

    def test_headings_of_the_site_are_not_the_headline(self) -> None:
        page = """<meta property="og:title" content="Old bridge opens again"><h1>Log in</h1><h1>The River</h1>
                  <h1>Old bridge opens again</h1><p>Text"""
        assert read(page).title == "Old bridge opens again"

    def test_two_outvote_linked_data(self) -> None:
        page = linked({"@type": "NewsArticle", "headline": "bridge opening river town SEO"})
        page += '<meta property="og:title" content="Old bridge opens again"><h1>Old bridge opens again</h1><p>Text'
        assert read(page).title == "Old bridge opens again"

    def test_the_kicker_in_the_heading_is_told_apart(self) -> None:
        page = """<meta property="og:title" content="Old bridge opens again">
                  <h1><span>Traffic</span><span>Old bridge opens again</span></h1><p>Text"""
        assert read(page).title == "Old bridge opens again"

    def test_a_kicker_before_the_title(self) -> None:
        page = """<title>After the flood: Old bridge opens again</title><h1>Old bridge opens again</h1><p>Text"""
        assert read(page).kicker == "After the flood"

    def test_microdata(self) -> None:
        assert (
            read('<p itemprop="headline"></p><h2 itemprop="headline">Old bridge opens</h2><p>Text').title
            == "Old bridge opens"
        )

    def test_another_heading_is_no_headline(self) -> None:
        page = '<meta property="og:title" content="Old bridge opens again"><h1>Log in</h1><p>Text'
        assert read(page).title == "Old bridge opens again"

    def test_no_title(self) -> None:
        assert read("<p>Text").title == ""


class TestLinkedData:
    @pytest.mark.parametrize(
        "script",
        [
            '{"@type": "NewsArticle", "headline": "Old bridge opens", "author": {"name": "Ann Lee"},}',
            '<!-- {"@type": "NewsArticle", "headline": "Old bridge opens", "author": [{"name": "Ann Lee"}]} -->',
            '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Old bridge\n opens", "author": "Ann Lee"}\n//]]>',
            '[{"@type": "WebSite", "name": "R"}, {"@type": ["Article", "NewsArticle"], "headline": "Old bridge opens", "author": "By Ann Lee"}]',
            '{"@graph": [{"@type": "NewsArticle", "headline": "Old bridge opens", "author": {"@id": "#a"}}, '
            '{"@type": "Person", "@id": "#a", "name": "Ann Lee"}]}',
            '{"@type": "NewsArticle", "headline": "Old bridge opens", "author": "Ann Lee"};',
            '{"@type": "NewsArticle", "headline": "Old bridge opens", "author": "Ann Lee"} {"@type": "Person"}',
            '{"@type": "http://schema.org/NewsArticle", "headline": "Old bridge &amp; opens"\n "author": "Ann Lee"}',
        ],
    )
    def test_faults_of_templates(self, script: str) -> None:
        got = read(f'<script type="application/ld+json">{script}</script><p>Text')
        assert got.title.replace(" & ", " ") == "Old bridge opens"
        assert got.authors == ("Ann Lee",)
        assert got.kind == "NewsArticle" or got.kind == "Article"

    def test_the_article_of_this_address(self) -> None:
        other = {
            "@type": "NewsArticle",
            "url": "https://www.river.example/other",
            "headline": "Other",
            "datePublished": "2020-01-01",
        }
        own = {"@type": "NewsArticle", "mainEntityOfPage": {"@id": URL + "?x=1"}, "headline": "Own"}
        assert read(linked(other, own) + "<p>Text").title == "Own"

    def test_an_entry_of_a_live_blog_is_not_the_article(self) -> None:
        thing = {
            "@type": "LiveBlogPosting",
            "headline": "Flood, live",
            "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "Now", "url": URL}],
        }
        got = read(linked(thing) + "<p>Text")
        assert (got.title, got.kind) == ("Flood, live", "LiveBlogPosting")

    def test_everything_else(self) -> None:
        thing = {
            "@type": "NewsArticle", "headline": "H", "inLanguage": "de_AT", "dateline": "GRAZ",
            "articleBody": "Text.", "license": "CC BY",
            "datePublished": "2024-05-03T08:00:00Z", "dateModified": "2024-05-03T09:30:00+02:00", "articleSection": ["Town"],
            "publisher": {"@type": "Organization", "name": "The River"}, "image": [{"@type": "ImageObject", "url": "/bridge.jpg"}],
            "speakable": {"@type": "SpeakableSpecification", "cssSelector": ["h1", ".lead"], "xpath": "/html/head/title"},
            "correction": [{"@type": "CorrectionComment", "text": "The bridge is older."}, "Another."],
            "description": "About it.",
        }  # fmt: skip
        got = read(linked(thing) + "<p>Text")
        assert got == Metadata(
            url=URL, title="H", site="The River", language="de-AT", published="2024-05-03T08:00:00+00:00", date_witness="linked data",
            updated="2024-05-03T09:30:00+02:00", image="https://www.river.example/bridge.jpg", licence="CC BY", description="About it.",
            section="Town", dateline="GRAZ", article_body="Text.", speakable=("h1", ".lead", "/html/head/title"),
            corrections=("The bridge is older.", "Another."), kind="NewsArticle",
        )  # fmt: skip

    @pytest.mark.parametrize(
        "script", ["", "{", "[[[[", '{"@type": 3}', '"x"', "null", '{"@type": {"a": 1}, "author": 4}', "[" * 5000]
    )
    def test_what_cannot_be_read_says_nothing(self, script: str) -> None:
        assert read(f'<script type="application/ld+json">{script}</script><h1>Bridge</h1><p>Text').title == "Bridge"


class TestAddress:
    @pytest.mark.parametrize(
        ("canonical", "expected"),
        [
            ("https://www.river.example/news/bridge", "https://www.river.example/news/bridge"),
            ("/news/bridge#top", "https://www.river.example/news/bridge"),
            ("/news/bridge/?#top", "https://www.river.example/news/bridge/"),
            ("https://river.example/amp/bridge", "https://river.example/amp/bridge"),
            ("https://m.river.example/b", "https://m.river.example/b"),
            ("https://agency.example/bridge", URL),
            ("https://www.river.example/", URL),
            ("javascript:void(0)", URL),
            ("https://[bad", URL),
            ("", URL),
        ],
    )
    def test_canonical(self, canonical: str, expected: str) -> None:
        assert read(f'<link rel="canonical" href="{canonical}"><p>Text').url == expected

    def test_without_an_address_the_canonical_one_is_believed(self) -> None:
        assert read('<meta property="og:url" content="https://a.example/b"><p>Text', "").url == "https://a.example/b"

    def test_licence_link(self) -> None:
        assert read('<p>Text <a rel="license" href="https://cc.example/by">CC</a>').licence == "https://cc.example/by"


class TestLanguage:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("en", "en"),
            ("de_DE", "de-DE"),
            ("zh-Hant-TW", "zh-Hant-TW"),
            ("PT-br", "pt-BR"),
            ("english", None),
            ("", None),
        ],
    )
    def test_tags(self, said: str, expected: str | None) -> None:
        assert read(f'<html lang="{said}"><p>Text').language == expected

    def test_of_the_card(self) -> None:
        assert read('<meta property="og:locale" content="nb_NO"><p>Text').language == "nb-NO"

    def test_english_has_the_region_that_the_page_tells(self) -> None:
        page = '<html lang="{}"><meta property="og:locale" content="en_GB"><p>Text'
        assert read(page.format("en")).language == "en-GB"
        assert read(page.format("en-US")).language == "en-US"
        assert read(page.format("de")).language == "de"


class TestAuthors:
    @pytest.mark.parametrize(
        ("printed", "names", "place"),
        [
            ("By Ann Lee and Bo Lind in Berlin", ("Ann Lee", "Bo Lind"), "Berlin"),
            ("By Ann Lee, Bo Lind and Cy Moe", ("Ann Lee", "Bo Lind", "Cy Moe"), None),
            ("ByAnn LeeTravel", ("Ann LeeTravel",), None),
            ("Written by: ANN MARIA LEE", ("Ann Maria Lee",), None),
            ("Von Anna Sander, Frankfurt", ("Anna Sander", "Frankfurt"), None),
            ("Von Anna Sander und Jörg de Vries", ("Anna Sander", "Jörg de Vries"), None),
            ("Par Émile Roux (avec AFP)", ("Émile Roux",), None),
            ("Por Ana Ruiz y Luis Gil", ("Ana Ruiz", "Luis Gil"), None),
            ("di Mario Verdi", ("Mario Verdi",), None),
            ("Di Mario Verdi e Lia Neri", ("Mario Verdi", "Lia Neri"), None),
            ("Автор: Иван Петров и Анна Белова", ("Иван Петров", "Анна Белова"), None),
            ("Text: Anna Sander | Foto: Jo Blau", ("Anna Sander",), None),
            ("By Ann Lee · 3 May 2024", ("Ann Lee",), None),
            ("By Ann Lee Senior Political Reporter", ("Ann Lee",), None),
            ("Dirk Noll", ("Dirk Noll",), None),
            ("By https://social.example/annlee", (), None),
            ("ann@river.example", (), None),
            ("Follow us", (), None),
            ("", (), None),
        ],
    )
    def test_printed_bylines(self, printed: str, names: tuple[str, ...], place: str | None) -> None:
        got = byline(printed)
        assert (got.names, got.place) == (names, place)

    @pytest.mark.parametrize(
        "marked",
        [
            '<p class="byline">By Ann Lee</p>',
            '<div class="article__author-name"><a href="/a">Ann Lee</a> <span>Chief Reporter</span></div>',
            '<span itemprop="author" itemscope><span itemprop="name">Ann Lee</span></span>',
            '<a rel="author" href="/ann">Ann Lee</a>',
            '<div class="byline">By<a href="/a">Ann Lee</a>Travel Reporter11:58, 23 Apr 2024</div>',
            '<meta name="author" content="Ann Lee">',
            '<meta name="sailthru.author" content="Ann Lee"><meta name="author" content="The River">',
            "<p>By Ann Lee</p>",
            "<div><span>Ann Lee</span> | <span>03.05.2024</span></div>",
        ],
    )
    def test_ways_to_print_one_author(self, marked: str) -> None:
        page = f'<meta property="og:site_name" content="The River"><h1>Bridge opens</h1>{marked}<p>{"It rained. " * 20}</p>'
        assert read(page).authors == ("Ann Lee",)

    def test_authors_elsewhere_are_not_the_articles(self) -> None:
        page = """<main><h1>Bridge opens</h1><p class="byline">By Ann Lee</p><p>Text.</p></main>
                  <div class="comments"><span class="author">Bob Troll</span></div>
                  <div class="related"><p class="byline">By Cy Moe</p></div><figure><p class="author">Eve Lens</p></figure>"""
        assert read(page).authors == ("Ann Lee",)

    def test_print_completes_linked_data(self) -> None:
        page = linked({"@type": "NewsArticle", "headline": "Bridge", "author": {"@type": "Person", "name": "Bo Lind"}})
        page += '<h1>Bridge</h1><p class="byline">By <a>Ann Lee</a> and <a>Bo Lind</a></p><p>Text'
        assert read(page).authors == ("Ann Lee", "Bo Lind")

    def test_a_person_is_believed_before_an_organisation(self) -> None:
        page = linked(
            {"@type": "NewsArticle", "headline": "B", "author": {"@type": "Organization", "name": "River Media"}}
        )
        assert read(page + '<h1>B</h1><p class="byline">By Ann Lee</p>').authors == ("Ann Lee",)
        assert read(page + "<h1>B</h1><p>Text").authors == ("River Media",)

    def test_a_desk_is_better_than_the_sites_own_name(self) -> None:
        page = '<meta property="og:site_name" content="The River"><meta name="author" content="The River"><h1>B</h1>'
        assert read(page + '<span class="author">dpa</span>').authors == ("dpa",)

    def test_a_signature_in_bold_closes_the_story(self) -> None:
        page = (
            f"<h1>Bridge</h1><div>{'<p>It rained on the bridge again.</p>' * 4}<p><strong>Lê Phương</strong></p></div>"
        )
        assert read(page).authors == ("Lê Phương",)

    def test_names_in_scripts_without_capitals(self) -> None:
        page = '<meta property="og:site_name" content="川新聞"><h1>橋が開通</h1><a class="author">山田花子</a><p>橋が。'
        assert read(page).authors == ("山田花子",)

    def test_a_page_of_bylines(self) -> None:
        page = "<h1>Bridge</h1>" + "".join(f'<p class="byline">By Ann Lee{"e" * n}</p>' for n in range(30))
        assert read(page).authors == ("Ann Lee",)

    def test_several_in_one_name(self) -> None:
        page = linked({"@type": "NewsArticle", "headline": "B", "author": {"name": "Ann Lee, Bo Lind and Cy Moe"}})
        assert read(page + "<p>T").authors == ("Ann Lee", "Bo Lind", "Cy Moe")

    def test_byline_names_a_place(self) -> None:
        assert read('<h1>Bridge</h1><p class="byline">By Ann Lee in Halmstad</p>').dateline == "Halmstad"


class TestDates:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2024-05-03", "2024-05-03"),
            ("2024-5-3 8:05", "2024-05-03T08:05:00"),
            ("2024-05-03T08:05:07.123Z", "2024-05-03T08:05:07+00:00"),
            ("2024-05-03T08:05+0230", "2024-05-03T08:05:00+02:30"),
            ("Fri, 03 May 2024 08:05:00 GMT", "2024-05-03T08:05:00+00:00"),
            ("1714723500", "2024-05-03T08:05:00+00:00"),
            ("1714723500000", "2024-05-03T08:05:00+00:00"),
            ("20240503", "2024-05-03"),
            ("2024-13-03", None),
            ("0000-00-00", None),
            ("soon", None),
            ("Fri, 33 May 2024 08:05:00 GMT", None),
        ],
    )
    def test_machine(self, text: str, expected: str | None) -> None:
        assert iso_date(text) == expected

    @pytest.mark.parametrize(
        ("text", "language", "expected"),
        [
            ("Published May 3, 2024 at 8:05 PM", "en", "2024-05-03T20:05"),
            ("3rd of May 2024", "en", "2024-05-03"),
            ("Stand: 3. Mai 2024, 08.05 Uhr", "de", "2024-05-03T08:05"),
            ("03.05.2024 - 08:05 Uhr", "de", "2024-05-03T08:05"),
            ("publié le 3 août 2024", "fr", "2024-08-03"),
            ("3 de mayo de 2024", "es", "2024-05-03"),
            ("3 maggio 2024", "it", "2024-05-03"),
            ("3 мая 2024, 08:05", "ru", "2024-05-03T08:05"),
            ("3 травня 2024", "uk", "2024-05-03"),
            ("3 listopada 2024", "pl", "2024-11-03"),
            ("3. listopadu 2024", "cs", "2024-11-03"),
            ("3 Mayıs 2024", "tr", "2024-05-03"),
            ("2024. május 3.", "hu", "2024-05-03"),
            ("2024年5月3日", "ja", "2024-05-03"),
            ("2024년 5월 3일", "ko", "2024-05-03"),
            ("05/03/2024", "en-US", "2024-05-03"),
            ("05/03/2024", "en-GB", "2024-03-05"),
            ("13/05/2024", "en-US", "2024-05-13"),
            ("3.5.24", "de", "2024-05-03"),
            ("入力 : 2024-05-03 15:24", "ja", "2024-05-03T15:24:00"),
            ("2024-99-03", None, None),
            ("99.99.2024", "de", None),
            ("version 1.2.3", "en", None),
            ("no date", None, None),
        ],
    )
    def test_written(self, text: str, language: str | None, expected: str | None) -> None:
        assert written_date(text, language) == expected

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("https://a.example/2024/05/03/bridge", "2024-05-03"),
            ("https://a.example/2024/may/03/bridge", "2024-05-03"),
            ("https://a.example/news/2024-05-03-bridge", "2024-05-03"),
            ("https://a.example/news/20240503.html", "2024-05-03"),
            ("https://a.example/news/20249903.html", None),
            ("https://2024-05-03.example/news", None),
            ("", None),
        ],
    )
    def test_in_an_address(self, url: str, expected: str | None) -> None:
        assert address_date(url) == expected

    @pytest.mark.parametrize(
        "page",
        [
            '<meta property="article:published_time" content="2024-05-03T08:00:00Z">',
            '<meta name="article:published:time" content="2024-05-03T08:00:00Z">',
            '<meta itemprop="datePublished" content="2024-05-03T08:00:00Z">',
            '<time datetime="2020-01-01T00:00:00Z">old</time><h1>Bridge</h1><time datetime="2024-05-03T08:00:00Z">new</time>',
            '<h1>Bridge</h1><span itemprop="datePublished" content="2024-05-03T08:00:00Z"></span>',
            "<h1>Bridge</h1><time>2024-05-03T08:00:00Z</time>",
        ],
    )
    def test_published(self, page: str) -> None:
        assert read(page + "<p>Text", "https://a.example/x").published == "2024-05-03T08:00:00+00:00"

    @pytest.mark.parametrize(
        "printed", ["<p>3 May 2024</p>", '<span class="tarih">03.05.2024</span>', "<small>2024-05-03</small>"]
    )
    def test_print_is_the_last_evidence(self, printed: str) -> None:
        assert read(f"<h1>Bridge</h1>{printed}<p>Text", "https://a.example/x").published == "2024-05-03"
        assert read(f"{printed}<p>Text", "https://a.example/2023/01/02/x").published == "2023-01-02"

    def test_a_date_in_running_text_is_of_what_happens(self) -> None:
        told = "<h1>Bridge</h1><p>The council has voted to close the bridge for cars on 2 February 2027.</p><p>Text"
        assert read(told, "https://a.example/x").published is None

    def test_an_update_at_the_same_minute_is_none(self) -> None:
        page = '<meta property="article:published_time" content="2024-05-03T08:00:00Z"><meta property="article:modified_time" content="{}">'
        assert read(page.format("2024-05-03T08:00:30Z") + "<p>T").updated is None
        assert read(page.format("2024-05-03T08:01:30Z") + "<p>T").updated == "2024-05-03T08:01:30+00:00"

    def test_months_in_the_pages_language_first(self) -> None:
        assert month_number("listopad", "pl") == 11
        assert month_number("listopad", "hr") == 10
        assert month_number("Donnerstag") is None


PIECES = st.sampled_from([
    "<h1>", "</h1>", '<p class="byline">', "By Ann Lee", "</p>", '<script type="application/ld+json">', "</script>", '{"@type":"Article",',
    '"headline":', "[", "]", "}", '"x"', ",", '<meta property="og:title" content="', '">', '<time datetime="', "2024-05-03", '<a rel="author">',
    '<link rel="canonical" href="', "https://[", "<title>", " - ", "|", "1e999", "9999-99-99", '<div itemprop="author" class="author">', "null",
])  # fmt: skip


@given(
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30).map("".join),
    st.sampled_from([URL, "", "x:", "https://[", "//"]),
)
def test_any_page(page: str, url: str) -> None:
    tree = lxml.html.document_fromstring(f"<html><body><p>x{page}".replace("\x00", ""))
    got = metadata(tree, url)
    assert isinstance(got.title, str)
    assert all(isinstance(name, str) and name for name in got.authors)


ONLY_CLUE = [
    ("Autor", "_is_lead"),
    ("Ann Maria Lee Olsen Park de Souza", "_has_no_names_length"),
    ("Ann Lee 2", "_is_noise"),
    ("—&—", "_has_no_letter"),
    ("Ann goes home", "_has_small_words"),
]


@pytest.mark.parametrize(("text", "clue"), ONLY_CLUE)
def test_one_clue_tells_that_a_text_is_no_name(text: str, clue: str) -> None:
    assert [one.__name__ for one in bylines.NO_NAME if one(text)] == [clue]
    assert clean_name(text) is None


def test_every_clue_against_a_name_has_a_case() -> None:
    assert [clue for _, clue in ONLY_CLUE] == [clue.__name__ for clue in bylines.NO_NAME]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("By Ann Lee (in Oslo)", "Ann Lee"),
        ("ANN LEE", "Ann Lee"),
        ("Ludwig van der Berg", "Ludwig van der Berg"),
        ("Ann Lee senior reporter for towns", "Ann Lee"),
        ("River Desk", "River Desk"),
    ],
)
def test_a_name_without_decoration(text: str, name: str) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ann Lee", True),
        ("Ann", False),
        ("Ann Lee of the river and towns", False),
        ("Ann lee", False),
        ("ANN LEE", False),  # as short as an agency
        ("ANN LEEMAN", True),
        ("The River", False),
        ("Agence France-Presse", False),
        ("AFP Oslo", False),
        ("River Desk", False),
        ("王小明", True),
        ("河畔日報新聞編輯部同人", False),
    ],
)
def test_a_person_is_told_from_a_desk(name: str, person: bool) -> None:
    assert is_person(name) is person


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<h1>H</h1><a rel="author">Ann Lee</a>', ("Ann Lee",)),
        ('<h1>H</h1><b itemprop="author">Ann Lee</b>', ("Ann Lee",)),
        ('<h1>H</h1><p class="byline">Ann Lee</p>', ("Ann Lee",)),
        ('<h1>H</h1><aside><p class="byline">Ann Lee</p></aside>', ()),
        ('<h1>H</h1><div class="related"><p class="byline">Ann Lee</p></div>', ()),
        (f'<h1>H</h1><p class="byline">Ann Lee {"and so on " * 30}</p>', ()),
        ('<div class="byline"><b>Bo Li</b><h1>H</h1></div>', ()),  # it is around the headline
        (
            '<p class="byline">Bo Li</p><div><div><div><div><h1>H</h1><p class="author">Ann Lee</p></div></div></div></div>',
            ("Ann Lee",),
        ),
        ('<h1>H</h1><p class="author">Ann Lee</p><p class="author">Bo Li</p>', ("Ann Lee",)),
        (
            '<h1>H</h1><p class="byline"><a>Ann Lee</a> <span>, Bo Li</span> <span>Carl Ek</span></p>',
            ("Ann Lee", "Bo Li"),
        ),
        ("<h1>H</h1><p>By Ann Lee</p>", ("Ann Lee",)),
        ("<h1>H</h1><p>By the river stands a bridge</p>", ()),
        ("<h1>H</h1><div><span>Ann Lee</span> | <span>22.11.2021</span></div>", ("Ann Lee",)),
        ("<h1>H</h1><div><span>Ann Lee</span> | <span>Oslo</span></div>", ()),
        ("<h1>H</h1><div><p>One.<p>Two.<p>Three.<p><b>Ann Lee</b></div>", ("Ann Lee",)),
        ("<h1>H</h1><div><p>One.<p>Two.<p>Three.<p>Ann Lee</div>", ()),
        ("<h1>H</h1><div><p>One.<p><b>Ann Lee</b></div>", ()),
    ],
)
def test_where_a_page_names_its_author(body: str, expected: tuple[str, ...]) -> None:
    assert read(f"<body>{body}").authors == expected


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<h1>Old bridge opens again</h1>", "Old bridge opens again"),
        (
            "<title>Login page</title><h1>Old bridge opens again</h1>",
            "Old bridge opens again",
        ),  # nothing better is said
        ('<meta property="og:title" content="Old bridge opens"><h1>Menu</h1>', "Old bridge opens"),
        (f"<title>Old bridge opens</title><h1>Old bridge opens {'again ' * 80}</h1>", "Old bridge opens"),
        (
            '<meta property="og:title" content="Old bridge opens"><h1>Now: <b>Old bridge opens</b></h1>',
            "Old bridge opens",
        ),
        (
            '<meta property="og:title" content="Old bridge opens"><h1><b>Traffic</b> Old bridge opens</h1>',
            "Old bridge opens",
        ),
    ],
)
def test_which_heading_is_the_headline(body: str, title: str) -> None:
    assert read(body).title == title
