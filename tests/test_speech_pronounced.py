"""IPA of a lexicon is said by the engines that can, and a line tells of the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief import own_lexicon
from audiobrief.choices import Pronunciation
from audiobrief.model import Cast, Role, Segment, Utterance, Voice
from audiobrief.script import lexicon
from audiobrief.speech.booth import Booth
from audiobrief.speech.espeak import Espeak
from audiobrief.speech.pronounced import as_models_read, ipa_of, plain_ipa, said
from tests.test_speech_booth import Actor, Shelf

ESPEAK = Espeak()
needs_espeak = pytest.mark.skipif(ESPEAK.unavailable() is not None, reason="espeak cannot run here")
NAMES = (
    Pronunciation("Siobhra", phoneme="ˈʃɪvrə"),
    Pronunciation("Xoan", phoneme="xoˈan"),
    Pronunciation("Brak", phoneme="bʁak", language="de"),
)
ENGLISH = Cast("test", "en", {"body": Voice("actor", "ann", "en")})


def booth() -> Booth:
    return Booth(Shelf(), lexicon=NAMES, available={"actor": Actor()})


def test_words_with_ipa_reach_the_engine_as_they_stand() -> None:
    asked = booth().utterance_for(Segment(Role.BODY, "Siobhra met Siobhra’s son, Siobhrana, in Brak."), ENGLISH, "en")
    assert asked.lexicon == (("Siobhra", "ˈʃɪVRƏ".upper()), ("Siobhra’s", "ˈʃɪVRƏZ".upper()))
    assert asked.key != Utterance(asked.text, asked.voice, asked.engine_version).key


def test_what_an_engine_cannot_say_is_told_once() -> None:
    own = booth()
    for text in ("Xoan left.", "Xoan came back."):
        assert own.utterance_for(Segment(Role.BODY, text), ENGLISH, "en").lexicon == ()
    assert [(one.text, one.kind) for one in own.incidents] == [("Xoan", "unsaid")]
    assert "alias" in own.incidents[0].detail


def test_an_alias_is_said_where_ipa_cannot_be_and_places_stay() -> None:
    own = Booth(
        Shelf(),
        lexicon=[Pronunciation("Xoan", "Shoo-ahn", "xoˈan"), Pronunciation("Siobhra", "Shivra", "ˈʃɪvrə")],
        available={"actor": (actor := Actor())},
    )
    asked = own.utterance_for(Segment(Role.BODY, "Xoan saw Siobhra's boat."), ENGLISH, "en")
    assert asked.respelled == (("Xoan", "Shoo-ahn"),)
    assert [word for word, _ in asked.lexicon] == ["Siobhra's"]
    clip = own.speak(asked)
    assert actor.heard[-1] == "Shoo-ahn saw Siobhra's boat."
    assert max(mark.start + mark.length for mark in clip.marks) <= len(asked.text)
    assert own.incidents == []


def test_shipped_names_reach_the_engine_as_ipa() -> None:
    asked = booth().utterance_for(Segment(Role.BODY, "She left Dushanbe."), ENGLISH, "en")
    assert [word for word, _ in asked.lexicon] == ["Dushanbe"]


def test_of_several_lexicons_the_first_that_has_a_word_wins(tmp_path: Path) -> None:
    head = (
        '<lexicon xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" version="1.0" alphabet="ipa" xml:lang="en">'
    )
    ways = {"a": "<phoneme>ʃa</phoneme>", "b": "<alias>Zo Ann</alias>", "c": "<phoneme>ʒu</phoneme>"}
    named = {"a": ["Siobhra"], "b": ["Siobhra", "Xoan"], "c": ["Xoan", "Brulk"]}
    for name, way in ways.items():
        lexemes = "".join(f"<lexeme><grapheme>{word}</grapheme>{way}</lexeme>" for word in named[name])
        (tmp_path / f"{name}.pls").write_text(f"{head}{lexemes}</lexicon>", encoding="utf-8")
    own = own_lexicon.entries([tmp_path / f"{name}.pls" for name in ways])
    text = lexicon.apply("Siobhra, SIOBHRA, Xoan, Brulk.", "en", own)
    assert text == "Siobhra, Siobhra, Zo Ann, Brulk."
    asked = Booth(Shelf(), lexicon=own, available={"actor": Actor()}).utterance_for(
        Segment(Role.BODY, text), ENGLISH, "en"
    )
    assert asked.lexicon == (("Brulk", "ʒu".upper()), ("Siobhra", "ʃa".upper()))


def test_names_of_several_words_and_of_one_syllable_reach_a_model_as_it_learned_them() -> None:
    assert as_models_read("mawˈʐata kiˈdava") == "mawʐˈata kidˈava"
    assert as_models_read("/liː.t͡ʃja/ klaʊs") == "liːtʃja klˈaʊs"
    assert as_models_read("ʃt ˌˈ") == "ʃt ˌˈ"


@needs_espeak
def test_espeak_keeps_the_words_of_a_name_apart() -> None:
    own = ESPEAK.in_own_phonemes("ˈʃɪvrə li", "en-us")
    assert own is not None
    assert ESPEAK.phonemes([f"[[{own}]]"], "en-us") == ["ʃˈɪvɹə lˈi"]


def test_an_ending_sounds_as_in_english() -> None:
    assert [ipa_of("Tes's", "Tes", "tɛs"), ipa_of("Kit's", "Kit", "kɪt"), ipa_of("Ann's", "Ann", "an")] == [
        "tɛsɪz",
        "kɪts",
        "anz",
    ]


@given(st.lists(st.sampled_from(["Ana", "Ana Rey", "sees", "the", "Rey", "boat,", "«Ana»"]), max_size=12))
def test_places_are_kept(words: list[str]) -> None:
    text = " ".join(words)
    made = said(text, (("Ana Rey", "a|n|a|r|e|i"), ("Ana", "ana"), ("Rey", "r")))
    assert made.text.count("[[") == len(made.parts)
    for place in range(len(text) + 1):
        inside = any(start < place < end for start, end, _, _ in made.parts)
        assert made.back(made.there(place)) == place or inside
    assert said(text, ()).text == text


@needs_espeak
@pytest.mark.parametrize("voice", ["en-us", "en", "de", "ru", "es", "fr"])
def test_espeak_says_the_ipa_with_what_it_has(voice: str) -> None:
    for ipa in ("ˈʃɪvrə", "/ɬaˈnɛ.ɬi/", "ʒyˈljɛ̃", "ˌkwɔːt͡ʃəˈmaɪk"):
        own = ESPEAK.in_own_phonemes(ipa, voice)
        assert own is not None
        (told,) = ESPEAK.phonemes([f"[[{own}]]"], voice) or [""]
        assert len(told.replace("ˈ", "")) >= len(plain_ipa(ipa)) - 4
    assert ESPEAK.in_own_phonemes("ʃ☃", voice) is None
    assert ESPEAK.in_own_phonemes("", voice) is None


@needs_espeak
def test_marks_stay_at_their_words() -> None:
    text = "Old Siobhra left the mill, and Siobhra's sister sang."
    voice = Voice("espeak", "en-us", "en")
    words = ("Siobhra", "Siobhra's")
    lexicon = tuple((one, ESPEAK.in_own_phonemes(ipa_of(one, words[0], "ˈʃɪvrə"), "en-us") or "") for one in words)
    plain, named = (ESPEAK.speak(Utterance(text, voice, lexicon=own)) for own in ((), lexicon))
    places = [[(mark.start, mark.length) for mark in clip.marks if mark.kind == "word"] for clip in (plain, named)]
    assert places[0] == places[1]
    assert plain.pcm != named.pcm
