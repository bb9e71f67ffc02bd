"""Languages without a table of their own: num2words' numbers and CLDR's names where they exist."""

from __future__ import annotations

from audiobrief.script.spoken.grammar import Grammar


class Plain(Grammar):
    """No number words: addresses, dashes and brackets only; digits go to the engine."""
