"""Declines Lithuanian ordinals: years, days and hours are ordinals, as their noun asks. No library has them."""

from __future__ import annotations

from audiobrief.spoken_form.grammar import Grammar

_STEMS = {
    "vienas": "pirm", "du": "antr", "trys": "treč", "keturi": "ketvirt", "penki": "penkt", "šeši": "šešt",
    "septyni": "septint", "aštuoni": "aštunt", "devyni": "devint", "šimtas": "šimt", "šimtai": "šimt",
    "tūkstantis": "tūkstant", "tūkstančiai": "tūkstant", "tūkstančių": "tūkstant",
}  # fmt: skip
"""Last word of a number -> stem of its ordinal; the others ("vienuolika", "dvidešimt") make it themselves."""
_ROUND = {"i": "ieji", "ų": "ųjų", "ais": "aisiais", "us": "uosius", "iems": "iesiems"}
"""Hundreds and thousands are definite: "devyni šimtųjų metų"."""
_FEMININE = {"vienas": "viena", "du": "dvi", "trys": "trys"}


class Lithuanian(Grammar, frozen=True, dict=True, kw_only=True):
    """Lithuanian."""

    def cardinal(self, value: int, gender: str | None = None) -> str:
        """Says a whole number, its last word in a gender."""
        said = super().cardinal(value)
        head, space, last = said.rpartition(" ")
        if gender != "f" or last not in _STEMS or last.startswith(("šimt", "tūkst")):
            return said
        return f"{head}{space}{_FEMININE.get(last, f'{last}os')}"

    def ordinal(self, value: int, mark: str = "") -> str:
        """Says an ordinal with an ending: "penktų", "dvidešimt septintą"."""
        ending = mark or "as"
        head, space, last = self.cardinal(value).rpartition(" ")
        stem = _STEMS.get(last) or (last.removesuffix("a") + "t" if last.endswith("lika") else last)
        if stem == "treč":
            stem, ending = ("tret", ending) if ending[0] == "i" else (stem, f"i{ending}")
        elif stem in ("šimt", "tūkstant"):
            ending = _ROUND.get(ending, ending)
        if value < 2000:
            head = head.removeprefix("vienas ").removeprefix("vienas")
        return f"{head}{space}{stem}{ending}".strip()
