"""Marks by the thousand: an edition of ten hours has a hundred thousand words. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import overload

from audiobrief.model import Mark

_KINDS = ("word", "sentence")


class MarkTrack(Sequence[Mark]):
    """An immutable sequence of marks that takes 13 bytes a mark where a tuple takes 150.

    :meth:`moved` shares them, so that a chunk's marks and its span's are kept once. Equal to a tuple of the same marks.
    """

    __slots__ = ("_kinds", "_lengths", "_moved_by", "_samples", "_starts")

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        marks = tuple(marks)
        self._kinds = bytes(_KINDS.index(mark.kind) for mark in marks)
        self._samples = array("I", (mark.sample for mark in marks))
        self._starts = array("I", (mark.start for mark in marks))
        self._lengths = array("I", (mark.length for mark in marks))
        self._moved_by = 0

    def moved(self, samples: int) -> MarkTrack:
        """The same marks, so many samples later."""
        track = object.__new__(MarkTrack)
        track._kinds, track._samples = self._kinds, self._samples
        track._starts, track._lengths = self._starts, self._lengths
        track._moved_by = self._moved_by + samples
        return track

    def __len__(self) -> int:
        return len(self._kinds)

    @overload
    def __getitem__(self, index: int) -> Mark: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Mark, ...]: ...
    def __getitem__(self, index: int | slice) -> Mark | tuple[Mark, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        kind = _KINDS[self._kinds[index]]
        return Mark(kind, self._samples[index] + self._moved_by, self._starts[index], self._lengths[index])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MarkTrack | tuple) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"MarkTrack({list(self)!r})"


NO_MARKS = MarkTrack()
