"""Makes the file of a format: finds the function that its row names, and hands it what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from audiobrief.formats import Format
from audiobrief.model import Episode

Sources = Mapping[str, Callable[[], object]]
"""What a format may need besides the episode, by the names of ``Format.needs``: got only for those who need it."""


def renderer(row: Format) -> Callable[..., str | bytes]:
    """Returns the function that makes a format. Raises ImportError or AttributeError where its row names none."""
    module, _, name = row.renderer.partition(".")
    function: Callable[..., str | bytes] = getattr(import_module(f"{__package__}.{module}"), name)
    return function


def render(row: Format, episode: Episode, sources: Sources) -> bytes:
    """Returns the bytes of one file of an episode."""
    made = renderer(row)(episode, *(sources[name]() for name in row.needs))
    return made.encode() if isinstance(made, str) else made
