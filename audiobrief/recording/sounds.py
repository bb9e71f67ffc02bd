"""Which earcons are heard around which segments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from audiobrief.mix.earcons import SoundFile, sound_path
from audiobrief.model import Cast, Clip, Role, ScriptOptions, Segment
from audiobrief.script.write.paragraphs import is_long

_QUOTE_SOUNDS = ("quote-open", "quote-close")


@dataclass(frozen=True, slots=True)
class Sounds:
    """What is heard with one segment."""

    opening: SoundFile | None = None
    closing: SoundFile | None = None

    @property
    def key(self) -> str:
        """For a cache: names both by their bytes."""
        return " ".join(sound.key if sound else "-" for sound in (self.opening, self.closing))

    def around(self, clip: Clip, gain_db: float) -> Clip:
        """The clip with its sounds; ``gain_db`` is what the clip's voice gets later."""
        from audiobrief.mix import earcons

        opening = self.opening.clip() if self.opening else Clip(b"", clip.rate_hz)
        closing = self.closing.clip() if self.closing else None
        return earcons.with_earcon(clip, opening, closing=closing, gain_db=gain_db)


def with_quote_sounds(cast: Cast, options: ScriptOptions) -> Cast:
    """The cast for a listener who wants quotes announced by earcons."""
    if options.announce_quotes != "earcon":
        return cast
    return replace(cast, earcons={**cast.earcons, Role.QUOTE.value: _QUOTE_SOUNDS[0]})


def sounds_of(segments: Sequence[Segment], cast: Cast) -> Mapping[int, Sounds]:
    """By number of the segment: a sound before each run of a role that has one, and one after a long quote.

    The cue words right before a run ("Notice from the publisher.") take the sound before them.
    """
    if not cast.earcons:
        return {}
    found: dict[int, Sounds] = {}
    told = [(number, segment) for number, segment in enumerate(segments) if segment.role is not Role.CUE]
    for role, members in groupby(told, key=lambda item: item[1].role):
        run = list(members)
        sound = cast.earcons.get(role.value)
        if sound is None:
            continue
        first, last = run[0][0], run[-1][0]
        if role is Role.QUOTE:
            if not is_long(" ".join(segment.written for _, segment in run), run[0][1].language or cast.language):
                continue
            found[last] = Sounds(closing=_sound(_QUOTE_SOUNDS[1]))
        elif first and segments[first - 1].role is Role.CUE:
            first -= 1
        found[first] = replace(found.get(first, Sounds()), opening=_sound(sound))
    return found


@cache
def _sound(name: str) -> SoundFile:
    return SoundFile.at(sound_path(name))
