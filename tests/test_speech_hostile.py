"""Texts that are out to break, steer or silence an engine: each gives audio or a named reason."""

from __future__ import annotations

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import SpeechError
from audiobrief.model import Voice
from audiobrief.speech import engines
from audiobrief.speech.booth import Booth
from audiobrief.speech.engine_text import clean, plainer, says_something
from tests.thorough import examples

ABORTING = [
    "s'" * 80,
    "U.S.A." * 40,
    "U.S.A. " * 40,
    "a.b.c." * 1000,
    "a.b.c. " * 1000,
    "e.g." * 300,
    "p.m. " * 500,
    "N.A.T.O." * 60,
    "x'y'z'" * 60,
    "'" * 500 + "word",
    "A.B." * 200,
    "i.e.," * 200,
    "é.à." * 100,
    "Д.Б." * 100,
    "s’" * 80,
    "o'o'o'" * 50,
]
STEERING = [
    "[[hh@loU w3:ld]]",
    "[[",
    "]]",
    "[[[[x]]]]",
    "a [[ b",
    "[[[_!_!_",
    "<speak>hello</speak>",
    '<break time="99s"/>now',
    '<voice name="de">hallo</voice>',
    '<audio src="/etc/passwd"/>listen',
    "<!-- hidden --> seen",
    "<?xml version='1.0'?>body",
    "<![CDATA[ text ]]>",
    "-v de hello",
    "--help",
    "-f /etc/passwd",
    "--",
    "-5 degrees",
    "- item",
    "  --stdin text",
    "before\x00after",
    "\x00",
    "a\x01b\x02c",
    "\x1b[31mred\x1b[0m",
    "bell \x07 rings",
    "\x08\x08back",
    "\x7fdelete",
    "\x9bcsi",
    "&lt;break/&gt;",
    "{base} {other1}",
    "$(reboot)",
    "`id`",
    "; rm -rf x",
    "%s%s%s%n",
    "..\\..\\x",
    "\\[[x]]",
    "|cat",
    "\x1aend",
]
INVISIBLE = [
    "",
    " ",
    "\t\n\r",
    "—",
    "…",
    "– — –",
    "!?",
    '""',
    "😀",
    "😀😀😀",
    "★★★☆☆",
    "\u00ad",
    "\u200b",
    "\ufeff",
    "\u2028\u2029",
    "\u202eabc\u202c",
    "\u0301\u0302",
    "\ud800",
    "a\ud800b",
    "\ufffe",
    "\U000e0041",
    "\ue000",
    "\u3000",
    "· · ·",
    "***",
    "###",
]
LONG = [
    "word " * 3000,
    "x" * 5000,
    "ab" * 2000,
    "7" * 400,
    "1234567890" * 40,
    "no stop at all and on and on " * 200,
    "w" * 6_000,
    "a, " * 900,
    "Yes. " * 400,
    "?!" * 2000 + "end",
    "(((" * 300 + "deep" + ")))" * 300,
    "é" * 3000,
    "ДА" * 1500,
    "\n\n\n".join(["line"] * 300),
]
SCRIPTS = [
    "Привет, мир",
    "Καλημέρα κόσμε",
    "שלום עולם",
    "مرحبا بالعالم",
    "नमस्ते दुनिया",
    "你好世界",
    "こんにちは世界",
    "안녕하세요",
    "สวัสดี",
    "𒀀𒀁𒀂",
    "Ӏ Ҷ Ӯ ӣ тоҷикӣ",
    "пашто پښتو",
    "ﬁnancial ﬂow",
    "Ⅻ ½ ³ №",
    "١٢٣٤",
    "ｆｕｌｌｗｉｄｔｈ",
    "Z̸̡͎a̷l̴g̵o̶",
    "e\u0301\u0301\u0301" * 50,
    "𝕱𝖗𝖆𝖐𝖙𝖚𝖗",
    "mixed Миx ミックス",
]
SYMBOLS = [
    "%",
    "€",
    "100%",
    "$1,234,567.89",
    "@someone #topic",
    "C++ & C#",
    "https://example.com/a?b=c&d=e#f",
    "a@b.example",
    "1/2/3/4/5",
    "12:34:56",
    "x=y+z",
    "3 < 4 > 2",
    "°C",
    "§ 12 (3)",
    "~!@#$%^&*()_+",
    "1e308",
    "0x7fffffff",
    "-0",
    "1" + "0" * 300,
]
HOSTILE = [*ABORTING, *STEERING, *INVISIBLE, *LONG, *SCRIPTS, *SYMBOLS]


class Shelf(dict[str, bytes]):
    def put(self, key: str, body: bytes, /) -> bytes:
        self[key] = body
        return body


def outcome(booth: Booth, text: str, voice: Voice) -> str:
    """ "audio", or the reason why not. Anything but our error fails the test."""
    try:
        clip = booth.speak(booth.utterance(text, voice))
    except SpeechError as error:
        assert error.fact
        return str(error)
    assert clip.samples > 0
    assert all(0 <= mark.sample <= clip.samples for mark in clip.marks)
    assert all(mark.start + mark.length <= len(text) for mark in clip.marks)
    return "audio"


def test_there_are_enough() -> None:
    assert len(set(HOSTILE)) >= 120


@pytest.mark.skipif(engines()["espeak"].unavailable() is not None, reason="espeak cannot run here")
@pytest.mark.parametrize("longest", [500, pytest.param(max(map(len, HOSTILE)), marks=pytest.mark.long)])
def test_espeak_speaks_each(longest: int) -> None:
    texts = [text for text in HOSTILE if len(text) <= longest]
    booth = Booth(Shelf(), deadline_s=30)
    with ThreadPoolExecutor(2) as pool:
        voice = Voice("espeak", "en-us", "en")
        outcomes = dict(zip(texts, pool.map(lambda text: outcome(booth, text, voice), texts), strict=True))
    refused = {text[:20]: reason for text, reason in outcomes.items() if reason != "audio"}
    assert not refused
    wordless = {incident.text for incident in booth.incidents if incident.kind == "wordless"}
    assert wordless >= {"—", "…", "😀", ""}
    booth.close()


def test_tone_measures_each() -> None:
    booth = Booth(Shelf())
    assert {outcome(booth, text, Voice("tone", "silence", "en")) for text in HOSTILE} == {"audio"}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_clean_leaves_nothing_to_steer_with(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert "[[" not in cleaned
    assert not re.search(r"<\s*[/!?]?[A-Za-z]", cleaned.replace("3 <", ""))
    assert "]]" not in cleaned
    assert "\x00" not in cleaned
    assert not cleaned.lstrip().startswith("-")
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in cleaned)
    assert clean(cleaned) == cleaned


@given(st.text())
@examples(300, few=100)
def test_clean_and_plainer_keep_length_and_letters(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert clean(cleaned) == cleaned
    plain = plainer(cleaned)
    assert len(plain) == len(cleaned)
    assert [c.isalnum() for c in plain] == [c.isalnum() for c in cleaned]


def test_words_and_signs_survive() -> None:
    for text in (
        "Fifty-five – “yes”, he said: 5 < 6 (see [1]).",
        "Kosten: 5 €, 3 %",
        "a–b",
        "می\u200cروم",
        "co\u00adoperate",
    ):
        assert clean(text) == text
    assert clean("-5 degrees") == "\N{MINUS SIGN}5 degrees"
    assert clean("in\u200bvisible") == "in\u00advisible"
    assert clean("<b>bold</b> move") == " b bold /b  move"
    assert clean("x<y and z>w") == "x y and z w"


def test_plainer_writes_letters_and_digits_the_usual_way() -> None:
    assert plainer("١٢٣ ｆｕｌｌ 𝕱𝖗") == "123 full Fr"
    assert plainer("U.S.A. and s's's") == "U S A. and s s s"
    assert plainer("a. b. c. d. e. f. g. h. i. ") == "a  b  c  d  e  f  g  h  i  "


def test_what_says_something() -> None:
    assert all(map(says_something, ("a", "7", "%", "€", "日", "½")))
    assert not any(map(says_something, ("", " ", "—", "…", "😀", "★", "\u00ad", "\u0301", "*")))
