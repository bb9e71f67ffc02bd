"""``audiobrief say``: how a name sounds, beside another way to say it, and the lexicon that is to keep that way."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from audiobrief import atomic, config, identity, own_lexicon
from audiobrief.cache import user_cache
from audiobrief.choices import Pronunciation
from audiobrief.errors import OutputError, UsageError
from audiobrief.languages.tags import base
from audiobrief.model import Cast, Clip, Role, Segment, Utterance
from audiobrief.recording.jobs import store_at
from audiobrief.script.lexicon import apply
from audiobrief.speech import casting, clips
from audiobrief.speech.booth import Booth
from audiobrief.speech.engine import engines
from audiobrief.speech.pronounced import said as with_phonemes
from audiobrief.spoken_form import spoken

_PAUSE_S = 0.8
_IPA = re.compile("[\u0250-\u02af\u02b0-\u02b8\u02c8\u02cc\u02d0\u0361\u035cβθχ]")
"""Letters and signs of the International Phonetic Alphabet that hardly any spelling uses."""
_BETWEEN = re.compile(r"/(.+)/|\[(.+)\]")
_OWN = re.compile(r"(\[\[.*?\]\])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for."""

    words: str
    given: str | None = None
    """IPA, or words that are spelled as they sound."""
    language: str | None = None
    cast: str | None = None
    voice: str | None = None
    output: str | None = None
    lexicon: str | None = None
    feed: Path | None = None
    add: bool = False


def say(asked: Asked) -> Iterator[str]:
    """Writes a sound of the words as they are said now, then as given; yields the lines that tell of it.

    Raises :class:`UsageError`, :class:`SpeechError` (no engine can say them) and :class:`OutputError`.
    """
    words = _words(asked.words)
    settings = config.load(asked.feed) if asked.feed else None
    cast = _cast(asked, settings)
    named = asked.cast or (settings.cast if settings else cast.name)
    yield from casting.remarks(named, [cast.language], set()) if asked.voice is None else ()
    files = own_lexicon.files(asked.feed, settings, asked.lexicon)
    own = own_lexicon.entries(files, may_lack=asked.add)
    new = _entry(words, asked.given, cast.language)
    edits = own_lexicon.edits(new, files, asked.feed) if asked.add else {}
    ways = {"As it is now": own} | ({"As given": (new, *own)} if new else {})
    said = [_spoken(words, cast, entries) for entries in ways.values()]
    path = _output(asked.output, words)
    atomic.write(path, clips.wav(clips.joined([(0, clip) for _, clip in said], _PAUSE_S)))
    yield from _lines(ways, said)
    yield f"Written: {path}"
    for file, data in edits.items():
        atomic.write(file, data)
        yield f"Changed: {file}"


def _cast(asked: Asked, settings: config.Config | None) -> Cast:
    """Finds who speaks: who is asked for, else who speaks in the feed."""
    name, language = (settings.cast, settings.language) if settings else (None, "en")
    own = None if asked.voice else name
    return casting.cast_for(asked.cast or own, asked.language or language, voice=asked.voice)


def _lines(ways: Iterable[str], said: list[tuple[str, Clip]]) -> Iterator[str]:
    start_s = 0.0
    for name, (text, clip) in zip(ways, said, strict=True):
        yield f"{name}, at {start_s:.1f} s: {text}"
        start_s += clip.samples / clip.rate_hz + _PAUSE_S


def _words(given: str) -> str:
    words = " ".join("".join(char if char.isprintable() else " " for char in given).split())
    if not words:
        raise UsageError("say", "there is nothing to say", "Name a word, like: audiobrief say Dushanbe")
    return words


def _entry(words: str, given: str | None, language: str) -> Pronunciation | None:
    """Returns what is given as an entry: IPA where it is between slashes, or has a letter that only IPA has."""
    if given is None:
        return None
    plain = " ".join(unicodedata.normalize("NFC", given).split())
    between = _BETWEEN.fullmatch(plain)
    if not plain.strip("/[] ") or not plain.isprintable():
        raise UsageError("--as", "says nothing", "Give IPA, like /duˈʃanbe/, or an ordinary spelling")
    if between or _IPA.search(plain):
        return Pronunciation(words, phoneme=plain.strip("/[] "), language=base(language))
    return Pronunciation(words, alias=plain, language=base(language))


def _spoken(words: str, cast: Cast, entries: tuple[Pronunciation, ...]) -> tuple[str, Clip]:
    """Speaks words with a lexicon; returns what is said, with the engine's own phonemes in IPA, and the sound."""
    text = spoken(apply(words, cast.language, entries), cast.language)
    with contextlib.closing(Booth(store_at(user_cache()), lexicon=entries)) as booth:
        utterance = booth.utterance_for(Segment(Role.BODY, text), cast, cast.language)
        unsaid = next((one for one in booth.incidents if one.kind == "unsaid"), None)
        if unsaid is not None:
            raise UsageError(unsaid.text, unsaid.detail, "Correct the IPA, or give an ordinary spelling")
        return f"{text} {_phonemes(utterance)}".strip(), booth.speak(utterance)


def _phonemes(utterance: Utterance) -> str:
    """Returns what the voice makes of an utterance, between slashes; empty where its engine does not tell."""
    parts = [part for part in _OWN.split(with_phonemes(utterance.text, utterance.lexicon).text) if part.strip()]
    told = engines()[utterance.voice.engine].phonemes(parts, utterance.voice.name)
    return f"/{' '.join(part.strip() for part in told)}/" if told else ""


def _output(named: str | None, words: str) -> Path:
    """Returns where the sound goes. Raises :class:`OutputError` for a file that is there."""
    if named is None:
        return own_lexicon.free(Path(f"{identity.file_stem(words)}.wav"))
    if Path(named).exists():
        raise OutputError(named, "it is there already", "Give another name.")
    return Path(named)
