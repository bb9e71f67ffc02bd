"""Tells a page that ends before its article does: at an offer, at a sign-in box, or as its own data say.

An offer under a whole article is no witness. What is: the publisher's data, which call the text closed and longer than
what is there; a box straight after the last paragraph that asks to pay or sign in to read on; a last sentence that
breaks off over such an offer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import lxml.html

from audiobrief.extract.facts.metadata import Metadata
from audiobrief.extract.html.classify import Verdict
from audiobrief.extract.html.text_runs import TextRun
from audiobrief.languages import printed
from audiobrief.model import Doubt, PageWarning
from audiobrief.roles import HEADINGS, OWN_TEXT, Reason
from audiobrief.text.counting import count_words
from audiobrief.text.later import later

_SHORT_WORDS = 150
"""Below this a page that says that it is closed is taken at its word."""
_TEASER_SHARE = 0.5
"""Of the words that the page says its article has."""
_PART_WORDS = 20
"""That a part which is closed to strangers must hold to be there."""
_MOST_LINES = 6
"""Of a box that are looked at."""
_BETWEEN = frozenset({Reason.ADVERTISEMENT, Reason.SHARE, Reason.PLAYER, Reason.IMAGE_LABEL, Reason.DUPLICATE})
"""What may stand between the last paragraph and the box."""
_LONGEST_LINE = 160
_BREAKS_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W*$")
_SELECTOR = re.compile(r"\w*([.#])([\w-]+)")
_CLOSED = later(printed.no_article(lambda phrases: phrases.closed), re.IGNORECASE)
_PAID = later(printed.no_article(lambda phrases: phrases.paid), re.IGNORECASE)

FACTS = {
    Doubt.CLOSED: "the page ends here for readers without a subscription",
    Doubt.SIGN_IN: "the page goes on behind a sign-in",
}


def cut(
    tree: lxml.html.HtmlElement, facts: Metadata, runs: Sequence[TextRun], verdicts: Sequence[Verdict]
) -> tuple[PageWarning, ...]:
    """Returns the warning that the text is cut off, where it is; else none."""
    texts = [at for at, verdict in enumerate(verdicts) if verdict in OWN_TEXT and runs[at].text]
    if not texts or facts.is_free:
        return ()
    is_closed = facts.is_free is False
    words = sum(count_words(runs[at].text) for at in texts if verdicts[at] not in HEADINGS)
    if is_closed and _lacks(tree, facts, words):
        return _warned("", is_closed)
    box = "\n".join(_box_after(texts[-1], runs, verdicts))
    return _warned(box, is_closed) if _CLOSED.search(box) else ()


def cut_plain(text: str) -> tuple[PageWarning, ...]:
    """Returns the warning that a text without markup ends with an offer to read on, where it does."""
    last = next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")
    if len(last) > _LONGEST_LINE or not _CLOSED.search(last):
        return ()
    return _warned(last)


def _warned(offer: str, is_closed: bool = False) -> tuple[PageWarning, ...]:
    """Returns the warning that fits what an offer asks for: money, or only to sign in."""
    doubt = Doubt.CLOSED if is_closed or _PAID.search(offer) else Doubt.SIGN_IN
    return (PageWarning(doubt, FACTS[doubt]),)


def _lacks(tree: lxml.html.HtmlElement, facts: Metadata, words: int) -> bool:
    """Says whether a text that its page calls closed is not there as a whole."""
    if facts.word_count:
        return words < facts.word_count * _TEASER_SHARE
    parts = [_part_words(tree, selector) for selector in facts.closed_parts]
    found = [held for held in parts if held is not None]
    return max(found) < _PART_WORDS if found else words < _SHORT_WORDS


def _part_words(tree: lxml.html.HtmlElement, selector: str) -> int | None:
    """Counts the words in the parts that a selector of a class or id names; None where it names none."""
    name = _SELECTOR.fullmatch(selector.strip())
    if name is None:
        return None
    attribute = "id" if name[1] == "#" else "class"
    parts = [part for part in tree.xpath(f"//*[@{attribute}]") if name[2] in part.get(attribute).split()]
    return sum(count_words(part.text_content()) for part in parts) if parts else None


def _box_after(last: int, runs: Sequence[TextRun], verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yields the texts of the offer that begins straight after the last paragraph, or that it breaks off over."""
    after = [at for at in range(last + 1, len(runs)) if runs[at].text and verdicts[at] not in _BETWEEN]
    if not _BREAKS_OFF.search(runs[last].text):
        after = after[: _MOST_LINES if after and verdicts[after[0]] is Reason.PAYWALL else 0]
    yield from (runs[at].text for at in after if verdicts[at] is Reason.PAYWALL)
