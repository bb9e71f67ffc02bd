"""The verbatim rule, on articles of every shape that hypothesis can think of."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import Article, Block, Dateline, Role, ScriptOptions
from audiobrief.script import document, write_edition, write_script
from audiobrief.script.write.draft import CONTROL, LONGEST_CHARACTERS
from tests.thorough import examples
from tests.verbatim import differences

WORDS = st.sampled_from(
    [
        "The",
        "minister",
        "said",
        "“We",
        "will",
        "go,”",
        "and",
        "left.",
        '"No,"',
        "he",
        "told",
        "“Radio",
        "One”",
        "that",
        "‘it’s",
        "true’",
        "Dr.",
        "Smith,",
        "12",
        "%",
        "of",
        "$1.2",
        "—",
        "…",
        "«",
        "Oui",
        "»",
        "„Ja“",
        "click",
        "here",
        "said",
        "Anna",
        "Petrova.",
        "According",
        "to",
        "the",
        "report,",
        "“x",
        "y",
        "z.",
        "Then",
        "”",
        "*",
        "(",
        ")",
        "😀",
        "\u202e",
        "\x07",
        "²",
    ]
)
TEXT = st.lists(WORDS, min_size=0, max_size=60).map(" ".join)
LONG = st.builds(lambda text, times: " ".join([text] * times), TEXT, st.integers(20, 60))
ROLES = st.sampled_from([role for role in Role if role is not Role.CUE])


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    role = draw(ROLES)
    text = draw(st.one_of(TEXT, TEXT, TEXT, LONG, st.text(max_size=80)))
    block = Block(role, text)
    if role is Role.TABLE:
        rows = draw(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4))
        text = "\n".join("\t".join(row) for row in rows)
        return Block(role, text, cells=tuple(rows), header_rows=draw(st.integers(0, 2)))
    if role is Role.BODY and draw(st.booleans()):
        block = replace(block, dateline=Dateline(min(len(text), draw(st.integers(0, 30))), ("DUSHANBE",), "AP"))
    return replace(
        block,
        language=draw(st.sampled_from([None, None, "de", "ru"])),
        group=draw(st.sampled_from([None, 1, 2])),
        ordinal=draw(st.sampled_from([None, 1, 7])),
        level=draw(st.sampled_from([None, 1, 2])),
        source=draw(st.sampled_from([None, "Jane Doe"])),
        speaker=draw(st.sampled_from([None, "Jane Doe"])),
        embed_kind=draw(st.sampled_from([None, "tweet", "video", "hologram"])),
        alt=draw(st.sampled_from([None, "A bridge."])),
        credit=draw(st.sampled_from([None, "J. Doe/AP"])),
        time=draw(st.sampled_from([None, "2026-11-24T10:15:00Z", "10.15"])),
    )


ARTICLES = st.builds(
    Article,
    title=st.sampled_from(["", "Bridge closed"]),
    site=st.sampled_from([None, "The Gazette"]),
    language=st.sampled_from([None, "en", "en-GB", "de", "ar", "tg", "fr", "../x"]),
    authors=st.sampled_from([(), ("Jane Doe",)]),
    published=st.sampled_from([None, "2026-11-24", "2026-11-24T10:00:00+01:00", "nonsense"]),
    updated=st.sampled_from([None, "2026-11-25"]),
    blocks=st.lists(blocks(), max_size=12).map(tuple),
)
OPTIONS = st.builds(
    ScriptOptions,
    profile=st.sampled_from(["standard", "full", "headlines"]),
    announce_quotes=st.sampled_from(["words", "voice", "earcon", "none"]),
    captions=st.booleans(),
    lists=st.booleans(),
    tables=st.booleans(),
    credits=st.booleans(),
    quote_voices=st.integers(0, 3),
)


@examples(100, few=30)
@given(ARTICLES, OPTIONS)
def test_scripts_are_verbatim_and_speakable(article: Article, options: ScriptOptions) -> None:
    script = write_script(article, options)
    assert differences(article, options, script.segments) == []
    for segment in script.segments:
        assert segment.text.strip()
        assert not CONTROL.search(segment.text)
        assert len(segment.text) <= LONGEST_CHARACTERS
        assert segment.pause_ms >= 0
        assert segment.chapter is None or segment.chapter.strip()
    if script.segments:
        assert script.segments[0].chapter is not None
    assert sum(bool(segment.chapter) and segment.chapter_level == 1 for segment in script.segments) <= 255
    assert write_script(article, options) == script


@examples(40, few=12)
@given(st.lists(ARTICLES, max_size=3))
def test_what_is_written_comes_back(articles: list[Article]) -> None:
    scripts = [write_script(article) for article in articles]
    edition = write_edition(scripts, title="Today", language="en", published=None)
    for script in [*scripts, edition]:
        text = document.dump(script)
        loaded = document.load(text, "script.json")
        assert document.dump(loaded) == text
        assert loaded.segments == script.segments
        assert loaded.article == replace(script.article, blocks=())


def test_a_broken_script_is_noticed() -> None:
    article = Article(language="en", blocks=(Block(Role.BODY, "One two."), Block(Role.BODY, "Three.")))
    options = ScriptOptions()
    segments = write_script(article, options).segments
    first, second = (n for n, s in enumerate(segments) if s.role is Role.BODY)
    swapped = list(segments)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    assert "the body is not in page order" in differences(article, options, swapped)
    assert "block 1 is not told as written" in differences(article, options, segments[:second])
    doubled = [*segments, replace(segments[first], block=7)]
    assert "block 7 should not be told" in differences(article, options, doubled)
    lost = [*segments, replace(segments[first], block=None)]
    assert any("no block" in line for line in differences(article, options, lost))
    again = [*segments, segments[first]]
    assert any("two places" in line for line in differences(article, options, again))


def test_what_cannot_be_said_behind_a_dateline_stays_with_it() -> None:
    text = "DUSHANBE — ” \x07"
    block = Block(Role.BODY, text, dateline=Dateline(12, ("DUSHANBE",)))
    article = Article(title="Ferry", language="en", blocks=(block,))
    assert differences(article, ScriptOptions(), write_script(article).segments) == []
