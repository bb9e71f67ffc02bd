"""Which earcons are heard around which segments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from audiobrief.mix.earcons import SoundFile, sound_path
from audiobrief.model import Cast, Clip, Role, ScriptOptions, Segment
from audiobrief.script.write.quote_voices import NEUTRAL, is_long

_QUOTE_SOUNDS = ("quote-open", "quote-close")
_PARTIAL = "partial quote"
"""Key of the sound before quoted words inside a sentence, which the neutral quote voice says."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """The earcons around one segment."""

    opening: SoundFile | None = None
    closing: SoundFile | None = None

    @property
    def key(self) -> str:
        """Returns a name of both by their bytes, for the cache."""
        return " ".join(sound.key if sound else "-" for sound in (self.opening, self.closing))

    def around(self, clip: Clip, gain_db: float) -> Clip:
        """Returns the clip with its sounds; ``gain_db`` is what the clip's voice gets later."""
        from audiobrief.mix import earcons

        opening = self.opening.clip() if self.opening else Clip(b"", clip.rate_hz)
        closing = self.closing.clip() if self.closing else None
        return earcons.with_earcon(clip, opening, closing=closing, gain_db=gain_db)


def with_quote_sounds(cast: Cast, options: ScriptOptions) -> Cast:
    """Returns the cast with the earcons of quotes, where the listener wants them."""
    own = {
        Role.QUOTE.value: options.announce_quotes,
        _PARTIAL: options.partial_quotes,
    }
    wanted = {key: _QUOTE_SOUNDS[0] for key, how in own.items() if how == "earcon"}
    return replace(cast, earcons={**cast.earcons, **wanted}) if wanted else cast


def sounds_of(segments: Sequence[Segment], cast: Cast) -> Mapping[int, Sounds]:
    """Returns earcons by segment number: one before each run of a role that has one, and one after a long quote.

    The cue words right before a run ("Notice from the publisher.") take the sound before them.
    """
    found: dict[int, Sounds] = {}
    told = [(number, segment) for number, segment in enumerate(segments) if segment.role is not Role.CUE]
    for role, members in groupby(told, key=lambda item: item[1].role):
        numbers, run = zip(*members, strict=True)
        sound = cast.earcons.get(role.value)
        if sound is None or (role is Role.QUOTE and not _is_long(run, cast.language)):
            continue
        first = numbers[0]
        if role is Role.QUOTE:
            found[numbers[-1]] = Sounds(closing=_sound(_QUOTE_SOUNDS[1]))
        elif first and segments[first - 1].role is Role.CUE:
            first -= 1
        found[first] = replace(found.get(first, Sounds()), opening=_sound(sound))
    found.update(_before_partial(told, cast))
    return found


def _before_partial(told: Sequence[tuple[int, Segment]], cast: Cast) -> Mapping[int, Sounds]:
    """Returns the sound before quoted words inside a sentence, which the neutral quote voice says."""
    name = cast.earcons.get(_PARTIAL)
    partial = [number for number, one in told if one.voice == NEUTRAL and one.role is not Role.QUOTE] if name else []
    return {number: Sounds(opening=_sound(name)) for number in partial if name}


def _is_long(quote: Sequence[Segment], language: str) -> bool:
    return is_long(" ".join(segment.written for segment in quote), quote[0].language or language)


@cache
def _sound(name: str) -> SoundFile:
    return SoundFile.at(sound_path(name))
