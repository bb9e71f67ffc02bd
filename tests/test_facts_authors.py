"""Who wrote an article, in many languages: bylines as pages print them, and what only looks like one."""

# ruff: noqa: E501  (a case is a line)
from __future__ import annotations

import pytest

from audiobrief.extract import read_article
from audiobrief.extract.facts.bylines import byline
from audiobrief.model import Article, Page
from tests.dated_pages import TELLINGS

PROSE = "<p>The ferry to the outer islands will run twice a day from Monday, the harbour board said in a letter.</p>"


def read(head: str, body: str = PROSE * 3, lang: str = "en") -> Article:
    page = f"<html lang={lang}><title>Ferry runs again</title><body><main>{head}{body}</main>"
    return read_article(Page("https://ferry.example/a", page.encode()))


INFLECTED = {"el": "Νίκης Βέργου"}


@pytest.mark.parametrize("language", TELLINGS)
@pytest.mark.parametrize(
    "head",
    [
        "<h1>{0}</h1><p class=byline>{1}</p>",
        "<h1>{0}</h1><div class=info><span>{1}</span> <span>{2}</span></div>",
        "<h1>{0}</h1><p>{1}</p><p>{2}</p>",
    ],
)
def test_bylines_of_eighteen_languages(language: str, head: str) -> None:
    said = TELLINGS[language]
    article = read(head.format(said.headline, said.byline, said.own[0]), "".join(map("<p>{}</p>".format, said.prose)))
    assert article.authors == (INFLECTED.get(language, said.author),)


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("KBC/RK's Upland Service", ("KBC/RK's Upland Service",)),
        ("Ann Lee/Bo Lind", ("Ann Lee", "Bo Lind")),
        ("Ann Lee / Bo Lind", ("Ann Lee", "Bo Lind")),
        ("dpa/afp", ("dpa", "afp")),
        ("Radio Halm's Island Service", ("Radio Halm's Island Service",)),
        ("Ann Lee Travel News Reporter", ("Ann Lee",)),
        ("Ann Lee ⋅ Founder and Editor ⋅ Updated 3 May 2024", ("Ann Lee",)),
        ("By Ann Lee, medically reviewed by Bo Lind", ("Ann Lee",)),
        ("Ann (Nan) Lee", ("Ann Lee",)),
        ("By the Harbour Team", ()),
        ("Email Ann Lee", ()),
        ("Google Scholar", ()),
        ("Site Admin", ()),
        ("부산·통영=한서윤 기자", ("한서윤",)),
        ("한서윤 선임기자", ("한서윤",)),
        ("记者林晓川", ("林晓川",)),
        ("文・森野葵", ("森野葵",)),
        ("森野葵 記者", ("森野葵",)),
        ("منوعات", ("منوعات",)),
    ],
)
def test_what_a_byline_names(printed: str, names: tuple[str, ...]) -> None:
    assert byline(printed).names == names


@pytest.mark.parametrize("word", ["منوعات", "חדשות", "समाचार"])
def test_one_word_is_nobody_in_scripts_that_part_names(word: str) -> None:
    assert byline(word).people == ()


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("<h1>F</h1><div>By <a rel=author href=/a>Ann Lee</a> and <a rel=author href=/b>Bo Lind</a> · 9.05</div>", 2),
        ("<h1>F</h1><p><a rel=author href=/a>Ann Lee</a>, <a rel=author href=/b>Bo Lind</a></p>", 2),
        ('<meta name=author content="Ann Lee and Bo Lind"><h1>F</h1><p class=byline>Ann Lee</p>', 2),
        ('<h1>F</h1><p class=byline>By Ann Lee <a href="mailto:a@ferry.example">Email Ann Lee</a></p>', 1),
        ("<h1>F</h1><p class=byline>By Ann Lee <button>Save Later</button></p>", 1),
        ("<h1>F</h1><div class=byline>By Ann Lee <span>Reviewed by</span> <a href=/author/b>Bo Lind</a></div>", 1),
        ("<h1>F</h1><div class=byline><a href=/author/a>Ann Lee</a> <a href=/rules>Editorial Guidelines</a></div>", 1),
        ("<h1>F</h1><div class=byline><a href=/author/a>Ann Lee</a> <a href=/category/b>Harbour Life</a></div>", 1),
        ('<meta property="article:section" content="Island Life"><h1>F</h1><p class=author>Island Life</p>', 0),
        ("<nav><a href=/l>Island Life</a></nav><h1>F</h1><div><span>Island Life</span> <span>3 May 2024</span></div>", 0),
    ],
)  # fmt: skip
def test_several_authors_and_none_that_is_not(head: str, authors: int) -> None:
    assert read(head).authors == ("Ann Lee", "Bo Lind")[:authors]


def test_readers_see_the_byline_not_who_put_the_page_up() -> None:
    linked = '<script type="application/ld+json">{"@type": "Article", "author": {"@type": "Person", "name": "Cy Moe"}}</script>'
    assert read(f"{linked}<h1>F</h1><p>By Ann Lee</p>").authors == ("Ann Lee",)
    assert read(f"{linked}<h1>F</h1><p>By the river it is quiet</p>").authors == ("Cy Moe",)


@pytest.mark.parametrize("line", ["Texto de Marina", "Author Information", "Text by Hand", "Autor: Reportage"])
def test_a_scraped_line_that_names_nobody_is_no_byline(line: str) -> None:
    text = f"""Ferry runs again

{line}

The ferry to the outer islands will run twice a day from Monday, the harbour board said in a letter to the town.

It had stood still for a year, since a storm broke its ramp, and the islanders rowed to the shop and the doctor."""
    assert read_article(Page("", text.encode(), "text/plain")).authors == ()


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "<title>Ferry times 2024 guide</title><meta property=og:title content='Ferry times 2024 guide'>",
            "Ferry runs again",
        ),
        (
            '<title>Ferry times</title><meta property=og:title content="Ferry times">'
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry times"}</script>',
            "Ferry times",
        ),
    ],
)
def test_the_headline_is_what_readers_see_unless_editors_wrote_several(head: str, title: str) -> None:
    page = f"<html><head>{head}</head><body><h1>Ferry runs again</h1>{PROSE * 3}"
    assert read_article(Page("https://ferry.example/a", page.encode())).title == title


@pytest.mark.parametrize("stated", ["utf-8", "US", "iso-8859-1"])
def test_a_charset_is_no_language(stated: str) -> None:
    page = f'<html lang="{stated}"><meta http-equiv="Content-Language" content="{stated}"><body><h1>F</h1>{PROSE}'
    assert read_article(Page("https://ferry.example/a", page.encode())).language == "en"


@pytest.mark.parametrize("language", ["zh", "ja", "th", "bn", "hi", "ar", "he", "ko", "ru", "de", "fr"])
def test_a_text_clearly_in_another_language_is_believed_before_the_page(language: str) -> None:
    first, second = TELLINGS[language].prose
    body = "".join(f"<p>{words}</p>" for words in (first, second, first + second, second + first))
    assert read("<h1>F</h1>", body).language == language
