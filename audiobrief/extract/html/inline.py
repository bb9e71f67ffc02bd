"""Elements inside a line that are more than their words: struck text, notes' marks, tooltips, ruby, raised numbers.

What a reader of the page does not read as part of the sentence is taken out of it, with the reason
(:func:`reason_aside`); what is raised is written so that it is not fused with what stands before it (:func:`raised`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import lxml.html

from audiobrief.extract import phrases
from audiobrief.roles import Reason

Element = lxml.html.HtmlElement
Attributes = dict[str, str]

STRUCK_TAGS = frozenset({"del", "s", "strike"})
RUBY_READINGS = frozenset({"rt", "rp", "rtc"})
OWN_TAGS = STRUCK_TAGS | RUBY_READINGS | {"sup"}
"""Inline elements that mean something without an attribute."""
_TELLING = frozenset({"style", "role", "aria-hidden", "popover"})
_STRUCK_NAME = re.compile(
    r"(?:^|\s)(?:text-)?(?:decoration-)?(?:struck|strike|line)(?:-?(?:through|out))?(?<!line)(?:\s|$)", re.IGNORECASE
)
"""Class names that say how text is drawn; alone on a box they may be about strikes."""
_STRUCK_BOXES = frozenset({"p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_TOOLTIP_NAMES = re.compile(
    r"(?:^|[\s_-])(?:tool-?tip|popover|glossary|gloss|definition)(?![a-z])|tooltip", re.IGNORECASE
)
_WORD_TAGS: frozenset[object] = frozenset(
    {"span", "dfn", "abbr", "a", "button", "em", "i", "b", "strong", "mark", "u", "sup"}
)
"""Inline elements that may hold a word together with what explains it."""
_LONGEST_MARK = 6
_MARK = re.compile(
    r"[\[(](?:note |n\. ?)?(?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5})[\])](?:,? ?[\[(]\w{1,3}[\])])*|[*†‡§¶]{1,3}|※\d{0,2}"
)
_NOTE_NUMBERS = re.compile(r"\d{1,3}(?:[,–-] ?\d{1,3})*")
_SIGNED = re.compile(r"[+−–-]?\d{1,4}")
_SUPERSCRIPTS = str.maketrans("0123456789+-−–n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_NUMBER_BEFORE = re.compile(r"(?<![\w.,])(?:\d[\d.,]*[x×·*])?(?P<base>\d[\d.,]*)$")
_SMALL_NUMBER = re.compile(r"(?P<currency>[$€£¥] ?)?(?<![\w.,])(?P<base>\d{1,4})$")
_TEN = re.compile(r"(?<!\d)10$")
_CURRENCY = re.compile(r"[ \u00a0]?(?:[$€£¥]|zł|Kč|kr\b)")
_LOWER_HALF = re.compile(r"[/⁄]\d")
_LETTERS_BEFORE = re.compile(r"(?P<lead>[=/·*+])?(?P<letters>[^\W\d_]+)$")
_UNITS = frozenset("m km cm mm dm nm µm μm ft in yd mi s h м км см мм".split())  # noqa: SIM905
_LONGEST_SYMBOL = 3
_LONGEST_STRUCK = 1500
"""Characters; a tag that was never closed strikes the rest of the page, which is not meant."""
_LONGEST_ROW = 30
_MOST_GLOSSED = 5
_CAPITAL_TAGS = frozenset({"div", "p", "span", "img", "b", "strong", "figure", "section"})
_CAPITAL = re.compile(r"[\"“„«‹‘'(]?[^\W\d_]")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORDS_OF_ONE_LETTER = frozenset("AIOEYUÀÁÓÉАВИКОСУЯІЄЗ")
_PARTS_LINKS, _ENDS = ("|", "•", "·"), ".!?:"

_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "۔", "।", "”", '"', "»")


# -- what is taken out of its line


def reason_aside(element: Element, tag: str, attributes: Attributes) -> Reason | None:
    """Returns why an inline element is not part of its sentence; None where it is."""
    if tag not in OWN_TAGS and not (attributes and _tells(attributes)):
        return None
    return next((reason for _, reason, holds in ASIDES if holds(element, tag, attributes)), None)


def _tells(attributes: Attributes) -> bool:
    """Says whether attributes may tell anything of an element; asked of every one on a page, so it is quick."""
    names = attributes.get("class")
    if names is not None and _is_telling_name(names):
        return True
    return not _TELLING.isdisjoint(attributes) or attributes.get("href", "").startswith("#")


@lru_cache(maxsize=10_000)
def _is_telling_name(names: str) -> bool:
    return _has_struck_name(names) or _TOOLTIP_NAMES.search(names) is not None


def is_struck(element: Element, tag: str, attributes: Attributes) -> bool:
    """Says whether an element's text is crossed out: by its tag, its style or a class that draws it so."""
    if tag not in STRUCK_TAGS and not _is_drawn_struck(attributes):
        return False
    return len(element.text_content()) <= _LONGEST_STRUCK


def _is_drawn_struck(attributes: Attributes) -> bool:
    if "line-through" in attributes.get("style", ""):
        return True
    return "class" in attributes and _has_struck_name(attributes["class"])


@lru_cache(maxsize=10_000)
def _has_struck_name(names: str) -> bool:
    return _STRUCK_NAME.search(names) is not None


def _is_tooltip(element: Element, tag: str, attributes: Attributes) -> bool:
    """Says whether an element only opens at a word: by its role, or by its name inside the word's own element."""
    if attributes.get("role") == "tooltip" or "popover" in attributes:
        return True
    if not _TOOLTIP_NAMES.search(attributes.get("class", "")):
        return False
    word = element.getparent()
    is_last = word is not None and word.tag in _WORD_TAGS and not (element.tail or "").strip()
    return is_last and bool(_text_before(element).strip())


def _is_note_mark(element: Element, tag: str, attributes: Attributes) -> bool:
    """Says whether an element is the mark of a note: linked to a place on the page, or in brackets and raised."""
    if attributes.get("role") == "doc-noteref":
        return True
    if tag not in {"sup", "a"}:
        return False
    text = element.text_content().strip()
    if not 0 < len(text) <= _LONGEST_MARK:
        return False
    if tag == "a":
        return attributes.get("href", "").startswith("#") and _is_mark(text)
    links = [(link.get("href") or "").startswith("#") for link in element.iter("a")]
    return _MARK.fullmatch(text) is not None or bool(links and all(links))


def _is_mark(text: str) -> bool:
    return _MARK.fullmatch(text) is not None or _NOTE_NUMBERS.fullmatch(text) is not None


def _is_copy(element: Element, tag: str, attributes: Attributes) -> bool:
    """Says whether an element is there for the eye, and the words beside it say the same to a screen reader."""
    if attributes.get("aria-hidden") != "true":
        return False
    row = [*reversed(list(_hidden_beside(element, -1))), element, *_hidden_beside(element, 1)]
    said = _letters("".join(one.text_content() for one in row))
    beside = (_neighbour(row[0], -1), _neighbour(row[-1], 1))
    return bool(said) and any(one is not None and _letters(one.text_content()) == said for one in beside)


def _hidden_beside(element: Element, step: int) -> Iterator[Element]:
    """Yields the elements in a row with one that are there for the eye, too: letters that are styled one by one."""
    other = _neighbour(element, step)
    for _ in range(_LONGEST_ROW):
        if other is None or other.get("aria-hidden") != "true":
            return
        yield other
        other = _neighbour(other, step)


def _neighbour(element: Element, step: int) -> Element | None:
    """Returns the element right before or after one, None where words stand between."""
    other = element.getprevious() if step < 0 else element.getnext()
    between = element.tail if step > 0 else other.tail if other is not None else None
    return None if other is None or (between or "").strip() else other


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _leads_away(element: Element, tag: str, attributes: Attributes) -> bool:
    """Says whether an element is a link behind the last sentence of a paragraph that only says "Read more: …"."""
    if tag != "a" or (element.tail or "").strip(" .)\n\t") or element.getnext() is not None:
        return False
    is_behind = _text_before(element).rstrip().endswith(_SENTENCE_ENDS)
    return is_behind and phrases.noise(" ".join(element.text_content().split())) is Reason.RELATED


ASIDES: tuple[tuple[str, Reason, Callable[[Element, str, Attributes], bool]], ...] = (
    ("is crossed out", Reason.STRUCK, is_struck),
    ("is the reading of a character", Reason.GLOSS, lambda element, tag, attributes: tag in RUBY_READINGS),
    ("is the mark of a note", Reason.NAVIGATION, _is_note_mark),
    ("opens at a word", Reason.GLOSS, _is_tooltip),
    ("is said by its neighbour", Reason.DUPLICATE, _is_copy),
    ("leads to another story", Reason.RELATED, _leads_away),
)
"""Why an inline element is left out of its sentence: the first clue that holds."""


def is_in_line(element: Element, tag: str, attributes: Attributes) -> bool:
    """Says whether a block-level element is to be read like one inside a line: struck, or a word that is a button."""
    if tag == "button":
        return _is_glossed(element)
    return bool(attributes) and tag in _STRUCK_BOXES and is_struck(element, tag, attributes)


def _is_glossed(element: Element) -> bool:
    """Says whether a button is a word of a sentence that goes on behind it."""
    word = element.text_content().strip()
    if not word or len(word.split()) > _MOST_GLOSSED or element.get("type") == "submit":
        return False
    before, after = _text_before(element).rstrip()[-1:], _text_behind(element)
    if not after or before in _PARTS_LINKS:
        return False
    return (bool(before) and before not in _ENDS) or after[0].islower() or after[0] in ",;.’')"


def _text_before(element: Element) -> str:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        return before.text_content() + (before.tail or "")
    return (parent.text or "") if parent is not None else ""


def _text_behind(element: Element) -> str:
    """Returns the words after a button; what opens at it is not among them."""
    behind = element.tail or ""
    for after in islice(element.itersiblings(), 4):
        is_unseen = (
            "hidden" in after.attrib or after.get("role") == "tooltip" or "display:none" in after.get("style", "")
        )
        if behind.strip() or after.tag in {"button", "br"}:
            break
        behind += ("" if is_unseen else after.text_content()) + (after.tail or "")
    return behind.strip()


def drop_capital(text: str, element: Element) -> str:
    """Returns the one large letter that a run before a paragraph is, or that a picture of it shows; else ""."""
    shown = (element.get("alt") or "").strip() if element.tag == "img" else text
    return shown if _CAPITAL.fullmatch(shown) and shown[-1].isupper() and element.tag in _CAPITAL_TAGS else ""


def joined_capital(capital: str, text: str, body: Element) -> str:
    """Joins a letter and the paragraph behind it: "T" and "he council", but "A" and "man" where "man" is a word."""
    rest = _FIRST_WORD.match(text)
    if capital[-1] not in _WORDS_OF_ONE_LETTER or rest is None:
        return capital + text
    word, page = rest[0], " ".join(body.itertext())
    is_word = len(re.findall(rf"(?<![\w’'-]){re.escape(word)}(?![\w’'-])", page)) > 1
    is_joined = re.search(rf"(?<!\w){re.escape(capital[-1] + word)}(?!\w)", page, re.IGNORECASE) is not None
    return f"{capital} {text}" if is_word and not is_joined else capital + text


# -- what is raised or lowered


class _Raised(NamedTuple):
    """Raised text in its line."""

    text: str
    before: str
    after: str

    def note(self) -> str | None:
        """Finds the mark of a note: in brackets, a star."""
        return NOTE if _MARK.fullmatch(self.text) else None

    def fraction(self) -> str | None:
        """Writes the upper half of "2 1/2" apart from the whole number."""
        if not self.text.isdecimal() or not _LOWER_HALF.match(self.after):
            return None
        return f" {self.text}" if self.before[-1:].isdecimal() else self.text

    def letters(self) -> str | None:
        """Keeps letters as they stand ("3rd", "Mme"); one letter behind a whole word is the mark of a note."""
        if _SIGNED.fullmatch(self.text) or _NOTE_NUMBERS.fullmatch(self.text):
            return None
        if self.text == "n" and _TEN.search(self.before):
            return self.text.translate(_SUPERSCRIPTS)
        word = _LETTERS_BEFORE.search(self.before)
        is_mark = len(self.text) == 1 and self.text.isalpha() and word and len(word["letters"]) > _LONGEST_SYMBOL
        return NOTE if is_mark else self.text

    def time_or_cents(self) -> str | None:
        """Writes "18<sup>30</sup>" as a time, "$4<sup>99</sup>" as a sum."""
        number = _SMALL_NUMBER.search(self.before)
        if number is None or not re.fullmatch(r"\d\d", self.text):
            return None
        if number["currency"] or _CURRENCY.match(self.after):
            return f".{self.text}"
        is_time = int(number["base"]) < 25 and int(self.text) < 60
        return f":{self.text}" if is_time and (self.text[0] == "0" or number["base"] not in {"2", "10"}) else None

    def power(self) -> str | None:
        """Writes an exponent behind a small number or a symbol; behind a large number it is the mark of a note."""
        if not _SIGNED.fullmatch(self.text):
            return None
        written = self.text.translate(_SUPERSCRIPTS)
        if self.text[0] in "+-−–":
            return written
        if number := _NUMBER_BEFORE.search(self.before):
            is_small = len(number["base"]) < 3 and (self.text != "1" or number["base"] == "10")
            return written if is_small else NOTE
        word = _LETTERS_BEFORE.search(self.before)
        return None if word is None else self._behind_letters(word, written)

    def _behind_letters(self, word: re.Match[str], written: str) -> str:
        if word["letters"] in _UNITS:
            return self.text  # "km2" is known as a unit
        return written if word["lead"] or len(word["letters"]) == 1 else NOTE

    def number(self) -> str:
        """Takes any other number for the mark of a note; at the beginning of a line it numbers the note itself."""
        return NOTE if self.before.strip() else f"{self.text} "


NOTE = ""
"""What raised text is that only points to a note."""
RAISED: tuple[tuple[str, Callable[[_Raised], str | None]], ...] = (
    ("marks a note", _Raised.note),
    ("is half of a fraction", _Raised.fraction),
    ("is letters", _Raised.letters),
    ("is minutes or cents", _Raised.time_or_cents),
    ("is an exponent", _Raised.power),
    ("is a number", _Raised.number),
)


def raised(text: str, before: str, after: str) -> str:
    """Returns how raised text is written in its line, :data:`NOTE` where it is the mark of a note."""
    found = _Raised(text, before, after)
    return next(written for _, write in RAISED if (written := write(found)) is not None)


def text_after(element: Element) -> str:
    """Returns the next characters behind a raised element, the lower half of a fraction among them."""
    tail, following = (element.tail or "")[:8], element.getnext()
    if tail.strip() in {"/", "⁄"} and following is not None and following.tag == "sub":
        return tail.strip() + following.text_content()[:8]
    return tail


def lowered(text: str, before: str) -> str:
    """Returns how lowered text is written: a base behind a number as a base, all else as it stands ("H2O")."""
    return text.translate(_SUBSCRIPTS) if before[-1:].isdecimal() and text.isdecimal() else text
