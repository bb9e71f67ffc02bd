"""For authors of engines: the contract that every engine keeps, as tests that pytest runs (docs/extending.md)."""

from __future__ import annotations

import contextlib

from audiobrief.errors import SpeechError
from audiobrief.model import Clip, Utterance, Voice
from audiobrief.speech.engine import DEADLINE_S, Engine
from audiobrief.speech.engine_text import clean
from audiobrief.speech.voice_match import parse

SENTENCE = "The council voted on Tuesday to reopen the old bridge."
ODD_TEXTS = ("", " ", "a", "Café naïve – Škoda, Борщ", "x" * 60, "7")
HOSTILE_TEXTS = ("s'" * 80, "U.S.A." * 40, "[[x]] [[", "<speak>a</speak>", "-v de", "a\x00b", "😀", "²")


def utterance(engine: Engine, text: str, language: str = "en", *, rate: float = 1.0) -> Utterance:
    """Returns what the engine is asked to speak: the text cleaned, in its voice for the language."""
    voice = engine.voice_for(language)
    assert voice is not None, f"{engine.name} has no voice for {language}"
    return Utterance(clean(text), Voice(engine.name, voice.name, language, rate), engine.version)


class EngineContract:
    """Tests of an engine. A subclass has a fixture ``engine``; ``language`` is one that the engine speaks."""

    language = "en"

    def spoken(self, engine: Engine, text: str, *, rate: float = 1.0) -> Clip:
        """Speaks a text and checks that the clip is whole and its marks are in order, inside it."""
        deadline_s = DEADLINE_S + engine.features.character_s * len(text)  # as the program waits for it
        clip = engine.speak(utterance(engine, text, self.language, rate=rate), deadline_s)
        assert clip.rate_hz >= 8_000
        assert len(clip.pcm) % 2 == 0, "half a sample"
        assert all(0 <= mark.sample <= clip.samples for mark in clip.marks), "a mark outside the clip"
        for kind in ("word", "sentence"):
            places = [mark.sample for mark in clip.marks if mark.kind == kind]
            assert places == sorted(places), f"{kind} marks out of order"
        return clip

    def test_says_what_it_is(self, engine: Engine) -> None:
        """Checks name, version and voices."""
        assert isinstance(engine, Engine)
        assert engine.name and engine.version and engine.voices()
        assert engine.unavailable() is None

    def test_finds_its_voices_by_name(self, engine: Engine) -> None:
        """Checks that every listed voice is found again and no other."""
        for voice in engine.voices():
            assert engine.find(voice.name) == voice
        assert engine.find("no such voice") is None or not engine.languages, "only a server may know more voices"

    def test_never_gives_a_voice_of_another_language(self, engine: Engine) -> None:
        """Checks the voice for a language of the engine and for one that nobody speaks."""
        voice = engine.voice_for(self.language)
        assert voice is not None
        spoken = {parse(tag).language for tag in voice.languages}
        assert not spoken or parse(self.language).language in spoken
        assert engine.voice_for("qaa") is None or not engine.languages

    def test_speaks_a_sentence_with_marks(self, engine: Engine) -> None:
        """Checks length and marks; every word has one where the engine promises it."""
        clip = self.spoken(engine, SENTENCE)
        assert 1.5 < clip.samples / clip.rate_hz < 8
        assert "sentence" in {mark.kind for mark in clip.marks}
        if engine.features.word_marks:
            marked = [SENTENCE[mark.start : mark.start + mark.length] for mark in clip.marks if mark.kind == "word"]
            assert marked == SENTENCE.rstrip(".").split()

    def test_speaks_equal_bytes_where_it_promises_them(self, engine: Engine) -> None:
        """Checks that what was spoken between two equal utterances leaves no trace."""
        first = self.spoken(engine, SENTENCE)
        self.spoken(engine, "Something else was said between the two.")
        assert self.spoken(engine, SENTENCE) == first or not engine.features.repeatable

    def test_speaks_odd_texts_or_says_why_not(self, engine: Engine) -> None:
        """Checks that each gives audio or :class:`SpeechError`."""
        for text in ODD_TEXTS:
            with contextlib.suppress(SpeechError):
                self.spoken(engine, text)

    def test_goes_on_after_hostile_texts(self, engine: Engine) -> None:
        """Checks that what makes an engine obey, abort or hang costs no other text."""
        for text in HOSTILE_TEXTS:
            try:
                self.spoken(engine, text)
            except SpeechError as error:
                assert error.fact, text
            assert self.spoken(engine, "Then the next.").samples > 0, f"silent after {text!r}"

    def test_speaks_a_long_text_to_its_end(self, engine: Engine) -> None:
        """Checks that thirty sentences have thirty marks."""
        clip = self.spoken(engine, " ".join(f"Sentence number {n} tells of the old bridge." for n in range(30)))
        assert clip.samples / clip.rate_hz > 45
        assert len([mark for mark in clip.marks if mark.kind == "sentence"]) == 30

    def test_is_shorter_at_a_faster_rate(self, engine: Engine) -> None:
        """Checks the rate, where the engine has one."""
        usual, fast = self.spoken(engine, SENTENCE), self.spoken(engine, SENTENCE, rate=1.6)
        limit = 0.8 if engine.features.rate else 1.1
        assert fast.samples / fast.rate_hz < limit * usual.samples / usual.rate_hz

    def test_works_again_after_close(self, engine: Engine) -> None:
        """Checks that what was ended starts again when it is needed."""
        engine.close()
        assert self.spoken(engine, "Once more.").samples > 0
        engine.close()
