"""Which voice speaks a language: BCP 47 tags compared, and never another language instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_SAME = {"zh": "cmn", "no": "nb", "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "tl": "fil"}
"""Codes for one spoken language. Written Chinese without a region is Mandarin."""

_BY_REGION = {("fa", "af"): "prs", ("cmn", "hk"): "yue", ("cmn", "mo"): "yue"}
"""A region that makes it another language: Persian of Afghanistan is Dari."""

_NEAREST_REGION = {
    "en": {"": "us", "ca": "us", "ph": "us", **dict.fromkeys(("au", "nz", "ie", "in", "za", "ke", "ng", "sg"), "gb")},
    "es": dict.fromkeys(("mx", "ar", "co", "cl", "pe", "ve", "ec", "gt", "cu", "bo", "do", "py", "uy", "us"), "419"),
}
"""Whose accent is taken when a region has no voice of its own."""

_SCRIPT = re.compile(r"[^\W\d_]{4}")
_REGION = re.compile(r"..|\d{3}")

_NAMES = {"prs": "Dari"}
"""English names that Babel does not list under the code."""

_NEIGHBOURS = {
    "tg": ("fa", "ru", "uz"), "ps": ("fa", "ur"), "prs": ("fa",), "ce": ("ru",), "crh": ("tr", "tt"),
    "nn": ("nb", "sv", "da"), "gl": ("pt", "es"), "mn": ("ru", "kk"), "yi": ("de", "he"), "fil": ("id", "en"),
    "so": ("sw", "ar"), "lo": ("th",), "km": ("th", "vi"), "os": ("ru", "fa"), "rue": ("uk", "sk"),
}  # fmt: skip
"""What speakers of a language without a voice often also understand: named in messages, never used unasked."""


@dataclass(frozen=True, slots=True)
class EngineVoice:
    """One voice of an engine."""

    name: str
    """What :attr:`audiobrief.model.Voice.name` holds."""
    languages: tuple[str, ...]
    """BCP 47, the best first. Empty: every language."""
    title: str = ""
    """For people: "English (America)"."""
    path: Path | None = None
    """Its file, for engines whose voices are files: hashed into the key of an utterance."""
    speakers: int = 1
    """Of its model; where there are several, "#3" behind the name chooses one."""


@dataclass(frozen=True, slots=True)
class Tag:
    """The parts of a BCP 47 tag that decide on a voice, in small letters."""

    language: str
    script: str = ""
    region: str = ""
    rest: str = ""


def parse(tag: str) -> Tag:
    """Reads ``sr-Latn-RS``, ``en_US``, ``zh-yue``, ``en-gb-x-rp``; one spoken language gets one code."""
    language, *parts = tag.strip().lower().replace("_", "-").split("-")
    if language == "zh" and parts and len(parts[0]) == 3:  # zh-yue, zh-cmn: the language is the second part
        language = parts.pop(0)
    script = parts.pop(0) if parts and _SCRIPT.fullmatch(parts[0]) else ""
    region = parts.pop(0) if parts and _REGION.fullmatch(parts[0]) else ""
    language = _SAME.get(language, language)
    return Tag(_BY_REGION.get((language, region), language), script, region, "-".join(parts))


def is_tag(name: str) -> bool:
    """Tells whether a name is a language's tag that Babel knows: "de", "pt_BR", and not "af_heart"."""
    from babel import Locale

    english, tag = Locale("en"), parse(name)
    is_place = not tag.region or tag.region.upper() in english.territories
    is_written = not tag.script or tag.script.title() in english.scripts
    return tag.language in english.languages and is_place and is_written and not tag.rest


def best_voice(language: str, voices: Iterable[EngineVoice]) -> EngineVoice | None:
    """Returns the voice for a tag: its own accent first, then the nearest, then the plainest. Or None."""
    wanted = parse(language)
    ranked = [
        (points, -place, voice)
        for voice in voices
        for place, tag in enumerate(voice.languages)
        if (points := _points(wanted, parse(tag))) is not None
    ]
    return max(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def _points(wanted: Tag, offered: Tag) -> int | None:
    """Says how well a voice's tag fits; None for another language."""
    if offered.language != wanted.language:
        return None
    return _region_points(wanted, offered) + _script_points(wanted, offered) + _rest_points(wanted, offered)


def _region_points(wanted: Tag, offered: Tag) -> int:
    nearest = _NEAREST_REGION.get(wanted.language, {}).get(wanted.region, "")
    if offered.region == wanted.region and (wanted.region or not nearest):
        return 8
    if not offered.region:
        return 0
    return 6 if offered.region == nearest else -2


def _script_points(wanted: Tag, offered: Tag) -> int:
    if offered.script == wanted.script:
        return 3
    return -9 if offered.script else 0  # a voice for another spelling ("fa-latn") only when nothing else is there


def _rest_points(wanted: Tag, offered: Tag) -> int:
    if offered.rest == wanted.rest:
        return 1
    return -4 if offered.rest else 0


def language_name(tag: str) -> str:
    """Returns the language's name in English with its tag, for messages: "Tajik (tg)"."""
    from babel import Locale, UnknownLocaleError

    code = parse(tag).language
    try:
        name = _NAMES.get(code) or Locale("en").languages.get(code) or Locale.parse(tag, sep="-").english_name
    except (UnknownLocaleError, ValueError):
        name = None
    return f"{name} ({tag})" if name else f'"{tag}"'


def neighbours(tag: str, offered: Iterable[str]) -> tuple[str, ...]:
    """Returns similar languages among those offered, to suggest in an error message."""
    have = {parse(other).language: other for other in sorted(offered, key=len, reverse=True)}
    near = _NEIGHBOURS.get(parse(tag).language, ())
    return tuple(have[code] for code in near if code in have)
