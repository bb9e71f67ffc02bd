"""Says numbers of languages that write no blanks inside them: Chinese, Japanese, Korean."""

from __future__ import annotations

from audiobrief.spoken_form.grammar import Grammar


class Eastern(Grammar, frozen=True, dict=True, kw_only=True):
    """Chinese, Japanese, Korean; ``vocabularies.telephone`` has the digits that telephones say otherwise."""

    def _spelt_anew(self, form: str, value: int, variant: str) -> str:
        return super()._spelt_anew(form, value, variant).replace(" ", "")

    def digits(self, printed: str) -> str:
        """Says a number digit by digit, in one word."""
        return super().digits(printed).replace(" ", "")

    def telephone(self, groups: list[str], plus: bool) -> str:
        """Says a telephone number or short code."""
        words = self.vocabularies.get("telephone", {})
        said = self.comma.join("".join(words.get(digit) or self.digits(digit) for digit in group) for group in groups)
        return words.get("+", self.plus) + said if plus else said

    def spelled(self, letters: str) -> str:
        """Says letter by letter; their names make one word."""
        return "".join(self.letter_names.get(letter, letter) for letter in letters)
