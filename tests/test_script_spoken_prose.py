"""A word that was right is never changed; nothing breaks, whatever the text."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.spoken_form import spoken
from audiobrief.spoken_form.languages import grammar_for, languages
from tests.thorough import examples

LANGUAGES = sorted(languages())

WORDS = {
    "en": """the a council of elders met in May near the old bridge and I saw it march past us before noon No yes
    mother-in-law don't Aidai's rivers mister doctor second minute may will mar sat sun wed jan dec art fig vol gen rep
    Polly Major
    I'm twenty-one first half quarter dollar percent point dash minus et cetera vs-like able O'Brien café naïve Zürich
    Ashgabat Kurmanbek Tskaltubo they're well-known state-run anti-war re-elected cooperate""",
    "de": """der Rat traf sich am Abend nahe der alten Brücke und niemand sprach über die Straße hinaus Übergröße heißt
    Mai ich ging nach Hause zwei Drittel Prozent Euro es war Nachmittag Ost-West-Konflikt Müller""",
    "es": """el consejo se reunió por la tarde cerca del puente viejo y nadie habló más allá de la calle mayo niño
    corazón un peso mil veces dos tercios según él mañana""",
    "fr": """le conseil s'est réuni l'après-midi près du vieux pont et personne n'a parlé jusqu'à la rue aujourd'hui mai
    été cœur presqu'île deux tiers pour cent""",
    "ru": """совет собрался вечером у старого моста и никто не говорил дальше улицы май рубль два раза его её в к с о у
    северо-запад кто-то пожалуйста""",
    "it": "il consiglio si riunì la sera vicino al vecchio ponte e nessuno parlò oltre la strada l'ora dell'alba",
    "pt": "o conselho reuniu-se à tarde perto da ponte velha e ninguém falou além da rua coração maio mil vezes",
    "tr": "meclis akşam eski köprünün yanında toplandı ve kimse sokağın ötesinde konuşmadı İstanbul'da yüzde bin",
    "hu": "a tanács este gyűlt össze az öreg hídnál és senki sem beszélt az utcán túl százalék május",
    "uk": "рада зібралася ввечері біля старого мосту й ніхто не говорив далі вулиці п'ять об'єкт",
    "ar": "اجتمع المجلس مساء قرب الجسر القديم ولم يتكلم أحد",
    "fa": "شورا عصر نزدیک پل قدیمی گرد آمد و هیچ کس چیزی نگفت",
    "hi": "परिषद शाम को पुराने पुल के पास मिली और किसी ने कुछ नहीं कहा दो बार मई सौ रुपये",
    "ja": "評議会 は 夕方 古い橋 の そば で 開かれ 誰も 何も 言わ なかった 二人 五月 千円",
    "ko": "의회 는 저녁에 오래된 다리 옆에서 열렸고 아무도 말하지 않았다 두 사람 오월",
    "zh": "委员会 傍晚 在 旧桥 边 开会 没有 人 说话 两个 五月 百分之一 负担 一点 也",
    "hy": "խորհուրդը հավաքվեց երեկոյան հին կամրջի մոտ ոչ ոք չխոսեց",
}


@st.composite
def prose(draw: st.DrawFn) -> tuple[str, str]:
    """Sentences of a language's plain words, with the marks of ordinary prose."""
    language = draw(st.sampled_from(sorted(WORDS)))
    words = [word for word in WORDS[language].split() if not (language == "en" and word == "No")]
    sentences = []
    for _ in range(draw(st.integers(1, 6))):
        chosen = draw(st.lists(st.sampled_from(words), min_size=2, max_size=14))
        marks = draw(st.lists(st.sampled_from(["", "", "", ",", ";", ":"]), min_size=len(chosen), max_size=len(chosen)))
        body = " ".join(word + mark for word, mark in zip(chosen, marks, strict=True)).rstrip(",;:")
        quoted = draw(st.sampled_from(["{}", "{}", "“{}”", '"{}"', "«{}»"]))
        sentences.append(quoted.format(body[0].upper() + body[1:] + draw(st.sampled_from([".", "!", "?", "..."]))))
    return language, " ".join(sentences)


@examples(400, few=100)
@given(prose())
def test_plain_prose_stays_byte_identical(case: tuple[str, str]) -> None:
    language, text = case
    assert spoken(text, language) == text


@pytest.mark.parametrize(
    "text",
    [
        "He said no. She said yes.",
        "He asked us to march in May. I may go, and so may you.",
        "Tell us what you see. The Second Army sat still.",
        "Charles and I left; Sam I know. Was it I? Henry, I think, did.",
        "Marks & no numbers".replace("& ", ""),
        "A man in Oregon or Maine met Art, Gene and Rep.",
        "Is it OK? They flew NATO flags and read UNESCO rules.",
        "Mix civil law, live music and a mild, vivid dill.",
        "We saw Will, Mark, Jan and Don at the fair",
        "half-finished, well-off; twenty-one. Ha! Don’t.",
    ],
)
def test_words_that_look_like_abbreviations_are_words(text: str) -> None:
    assert spoken(text, "en") == text


@examples(300, few=100)
@given(st.text(max_size=80), st.sampled_from([*LANGUAGES, "xx", "", "en-US", "sr-Latn-RS", "uz-Cyrl", "zh_Hans"]))
def test_never_raises_and_leaves_no_markup(text: str, language: str) -> None:
    said = spoken(text, language)
    assert "[[" not in said
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u202e\ufeff]|</?[A-Za-z][^<>]{0,100}>", said)


PIECES = [
    "5",
    "1,234",
    "1.234",
    "3.5",
    "2024",
    "1990s",
    "$",
    "€",
    "%",
    "-",
    "—",
    " ",
    ".",
    ",",
    ":",
    "/",
    "(",
    ")",
    "I",
    "XVI",
    "Jan.",
    "No.",
    "U.S.",
    "EU",
    "km",
    "p.m.",
    "@a",
    "#b",
    "million",
    "млн",
    "Mio.",
    "th",
    "º",
    "½",
    "Uhr",
    "г.",
    "10:30",
    "31/12/2020",
    "0",
    "000",
    "٣",
    "\n",
    "[[",
    "<b>",
    "x",
    "24:99",
    "-5",
    "§",
    "№",
    "e5",
    "III",
]


@examples(600, few=200)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.sampled_from(LANGUAGES))
def test_any_mixture_of_tokens_is_said(text: str, language: str) -> None:
    said = spoken(text, language)
    if grammar_for(language).numbers not in {"", "digits"}:
        assert not re.search(r"\d", said), "every digit of a language with numbers is a word"


@pytest.mark.parametrize(
    "unit", ["a", "1", "1,", "A.", "$1", "a@", "(", "- ", "1/", "A ", "Jan 1 ", "'", "<a", "10:30 "]
)
def test_long_texts_are_said(unit: str) -> None:
    text = unit * (12_000 // len(unit))
    assert isinstance(spoken(text, "en"), str)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_gives_a_grammar(language: str) -> None:
    said = spoken("5% 1990 $5 10 km", language)
    assert said
    assert "$" not in said
    assert "%" not in said


def test_a_language_without_a_table_keeps_its_digits() -> None:
    assert spoken("5 % — 1990 www.example.org", "xx") == "5 %, 1990 example.org"


def test_markup_and_control_characters_go() -> None:
    assert spoken('a<break time="1s"/>b \x07c\u200bd [[x]] \U0001f600', "en").split() == ["a", "b", "cd", "x"]


def test_pauses_stand_for_dashes_and_brackets() -> None:
    assert spoken("One -- two (three) four.", "en") == "One, two, three, four."
    assert spoken("He — [the envoy] — left (again).", "en") == "He, the envoy, left, again."
    assert spoken("“Well—” she said. — Yes.", "en") == "“Well” she said. Yes."
    assert spoken("boy(s) and [...] (…) girl", "en") == "boys and … … girl"


def test_the_import_loads_no_library() -> None:
    code = (
        "import sys; import audiobrief.spoken_form as s; s.spoken('It rained.', 'en');"
        "assert not {'babel', 'num2words', 'numpy', 'lxml'} & set(sys.modules), 'heavy'"
    )
    import_only = code.replace("s.spoken('It rained.', 'en');", "")
    subprocess.run([sys.executable, "-c", import_only], check=True)
