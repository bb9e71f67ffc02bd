"""Article -> Script: order, quotes and their sources, cues, pauses, chapters, words written for the ear.

Pure: same arguments, same result. The names below are brought in when first used, so that importing this package costs
nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audiobrief.script.edition import write_edition as write_edition
    from audiobrief.script.quotation.find import quotes as quotes
    from audiobrief.script.write.writing import write_script as write_script

__all__ = ["quotes", "write_edition", "write_script"]

_HOMES = {"quotes": "quotation.find", "write_edition": "edition", "write_script": "write.writing"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
