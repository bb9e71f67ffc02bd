"""Which voice speaks a language: BCP 47 tags compared, and never another language instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audiobrief.speech.engine import EngineVoice

_SAME = {"zh": "cmn", "no": "nb", "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "tl": "fil"}
"""Codes for one spoken language. Written Chinese without a region is Mandarin."""

_BY_REGION = {("fa", "af"): "prs", ("cmn", "hk"): "yue", ("cmn", "mo"): "yue"}
"""A region that makes it another language: Persian of Afghanistan is Dari."""

_NEAREST_REGION = {
    "en": {"": "us", "ca": "us", "ph": "us", **dict.fromkeys(("au", "nz", "ie", "in", "za", "ke", "ng", "sg"), "gb")},
    "es": dict.fromkeys(("mx", "ar", "co", "cl", "pe", "ve", "ec", "gt", "cu", "bo", "do", "py", "uy", "us"), "419"),
}
"""Whose accent is taken when a region has no voice of its own."""

_NAMES = {"prs": "Dari"}
"""English names that Babel does not list under the code."""

_NEIGHBOURS = {
    "tg": ("fa", "ru", "uz"), "ps": ("fa", "ur"), "prs": ("fa",), "ce": ("ru",), "crh": ("tr", "tt"),
    "nn": ("nb", "sv", "da"), "gl": ("pt", "es"), "mn": ("ru", "kk"), "yi": ("de", "he"), "fil": ("id", "en"),
    "so": ("sw", "ar"), "lo": ("th",), "km": ("th", "vi"), "os": ("ru", "fa"), "rue": ("uk", "sk"),
}  # fmt: skip
"""What speakers of a language without a voice often also understand: named in messages, never used unasked."""


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
    script = parts.pop(0) if parts and len(parts[0]) == 4 and parts[0].isalpha() else ""
    is_region = bool(parts) and (len(parts[0]) == 2 or (len(parts[0]) == 3 and parts[0].isdecimal()))
    region = parts.pop(0) if is_region else ""
    language = _SAME.get(language, language)
    return Tag(_BY_REGION.get((language, region), language), script, region, "-".join(parts))


def best_voice(language: str, voices: Iterable[EngineVoice]) -> EngineVoice | None:
    """The voice whose language is the tag's: its own accent first, then the nearest, then the plainest. Or null."""
    wanted = parse(language)
    ranked = [
        (points, -place, voice)
        for voice in voices
        for place, tag in enumerate(voice.languages)
        if (points := _points(wanted, parse(tag))) is not None
    ]
    return max(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def _points(wanted: Tag, offered: Tag) -> int | None:
    if offered.language != wanted.language:
        return None
    nearest = _NEAREST_REGION.get(wanted.language, {}).get(wanted.region, "")
    points = 0
    if offered.region == wanted.region and (wanted.region or not nearest):
        points += 8
    elif offered.region and offered.region == nearest:
        points += 6
    elif offered.region:
        points -= 2
    if offered.script == wanted.script:
        points += 3
    elif offered.script:
        points -= 9  # a voice for another spelling ("fa-latn") only when nothing else is there
    return points + (1 if offered.rest == wanted.rest else -4 if offered.rest else 0)


def language_name(tag: str) -> str:
    """The language's name in English with its tag, for messages: "Tajik (tg)"."""
    from babel import Locale, UnknownLocaleError

    code = parse(tag).language
    try:
        name = _NAMES.get(code) or Locale("en").languages.get(code) or Locale.parse(tag, sep="-").english_name
    except (UnknownLocaleError, ValueError):
        name = None
    return f"{name} ({tag})" if name else f'"{tag}"'


def neighbours(tag: str, offered: Iterable[str]) -> tuple[str, ...]:
    """Of the offered languages those that a message may name beside one that is missing."""
    have = {parse(other).language: other for other in sorted(offered, key=len, reverse=True)}
    near = _NEIGHBOURS.get(parse(tag).language, ())
    return tuple(have[code] for code in near if code in have)
