"""The headline, by the votes of what is printed, linked data, the social card and the window's title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from audiobrief.extract.facts import jsonld
from audiobrief.extract.facts.page_evidence import PageEvidence, shown
from audiobrief.extract.facts.written_dates import fold

# Two of headline as printed, linked data and social card outvote the third; when all differ, linked data has it.
# Measured on news pages of 30 countries (see docs), where each alone is right on four pages of five.
# Linked data that says a line twice means it.
_PRINTED, _LINKED, _LINKED_AGAIN, _SOCIAL, _WINDOW = 1.2, 2.0, 1.0, 1.5, 0.2
_ALONE = 4.9
"""The weight of a printed headline against all that is made for search engines."""
_SEPARATOR = re.compile(r"\s+[-–—|·•:»/]+\s+|\s*[|»]\s*|:\s+")
_LONGEST_HEADING = 400  # characters; a longer one is none
_MIN_OVERLAP = 0.3
_MAX_KICKER_CHARS = 60


def title(page: PageEvidence) -> tuple[str, str | None]:
    """Finds the headline, and the kicker where some evidence has one before it."""
    votes = _votes(page)
    tally: dict[str, float] = {}
    spelling: dict[str, str] = {}
    for weight, text in votes:
        key = folded_words(text)
        tally[key] = tally.get(key, 0.0) + weight
        spelling.setdefault(key, text)
    if not tally:
        return "", None
    best = spelling[max(tally, key=lambda key: tally[key])]
    return best, next(
        (kicker for _, text in votes if (kicker := _before(text, best)) and not _is_site(kicker, page)), None
    )


def _votes(page: PageEvidence) -> list[tuple[float, str]]:
    """What each kind of evidence calls the article, with its weight."""
    linked, social, window = _said(page)
    heading, element = _heading(page, linked, social, window)
    known = [text for text in (linked, heading) if text]
    social, window = _without_site(social, known, page), _without_site(window, known, page)
    linked = _without_site(linked, [heading, social], page)
    if element is not None:
        heading = _as_said(element, heading, [linked, social, window])
    printed = _PRINTED if _is_edited(page, social, window) else _ALONE
    votes = [(printed, heading), (_LINKED, linked), (_SOCIAL, social), (_WINDOW, window)]
    if folded_words(jsonld.text(page.article.get("alternativeHeadline"))) == folded_words(linked):
        votes.append((_LINKED_AGAIN, linked))
    return [(weight, text) for weight, text in votes if folded_words(text)]


def _is_edited(page: PageEvidence, social: str, window: str) -> bool:
    """Editors of news write a headline for each place; elsewhere card and window repeat one for search engines."""
    is_one_field = not social or not window or folded_words(social) == folded_words(window)
    return not is_one_field or not jsonld.types(page.article).isdisjoint(jsonld.NEWS_TYPES)


def _said(page: PageEvidence) -> tuple[str, str, str]:
    """What linked data, the social card and the window's title call the article."""
    linked = jsonld.text(page.article.get("headline")) or page.item("headline")
    social = page.meta("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "title") or ""
    window = next(map(shown, page.tree.iter("title")), "")
    return linked[:_LONGEST_HEADING], social[:_LONGEST_HEADING], window[:_LONGEST_HEADING]


def _heading(page: PageEvidence, *said: str) -> tuple[str, HtmlElement | None]:
    """The printed heading that is most like what is said, unless it is "Log in" or the site's name."""
    linked, social, _ = said
    headings = [(shown(element), element) for element in islice(page.tree.iter("h1"), 12)]
    likely = [(_likeness(text, said), text, element) for text, element in headings if 0 < len(text) <= _LONGEST_HEADING]
    if not likely:
        return "", None
    likeness, text, element = max(likely, key=lambda heading: heading[0])
    is_alone = not (linked or social) and len(folded_words(text).split()) > 2
    return (text, element) if is_alone or likeness >= _MIN_OVERLAP else ("", None)


def _likeness(heading: str, said: tuple[str, ...]) -> float:
    return max((_overlap(heading, other) for other in said if other), default=1.0)


def _as_said(element: HtmlElement, heading: str, others: list[str]) -> str:
    """A heading often holds the kicker too: of its parts, the one that other evidence has word for word."""
    wanted = {folded_words(other) for other in others if other}
    if folded_words(heading) in wanted:
        return heading
    return next((part for part in _parts(element) if folded_words(part) in wanted), heading)


def _parts(heading: HtmlElement) -> Iterator[str]:
    inner = [child for child in heading.iter() if child is not heading]
    yield from filter(None, (shown(child) for child in heading.iter() if isinstance(child.tag, str)))
    yield from (" ".join(child.tail.split()) for child in inner if child.tail)


def _before(longer: str, title: str) -> str | None:
    if longer.endswith(title) and len(longer) > len(title):
        kicker = longer[: -len(title)].strip().rstrip(":|–—-/").strip()
        return kicker if 0 < len(kicker) <= _MAX_KICKER_CHARS else None
    return None


def _without_site(text: str, known: list[str], page: PageEvidence) -> str:
    """Of "Headline - Section - Site" the headline: what other evidence says, or all before the site's name."""
    cuts = list(_SEPARATOR.finditer(text))
    for cut in cuts:
        if any(folded_words(text[: cut.start()]) == folded_words(other) for other in known if other):
            return text[: cut.start()]
    for cut in reversed(cuts):
        if len(text[: cut.start()]) < 8 or not _is_site(text[cut.end() :], page) or cut[0].strip() == ":":
            break
        text = text[: cut.start()]
    return text


def _is_site(tail: str, page: PageEvidence) -> bool:
    tail_words, site = folded_words(tail), folded_words(page.site or "")
    if not tail_words or len(tail) > 60:
        return False
    if site and (tail_words in site or site in tail_words):
        return True
    host = re.sub(r"^(?:www|m|amp|edition)\.", "", page.host).split(".")[0]
    return len(host) > 2 and host in tail_words.replace(" ", "")


def folded_words(text: str) -> str:
    """Folds a text's words, one blank between them: what titles and names are compared by."""
    return " ".join(re.findall(r"\w+", fold(text)))


def _overlap(one: str, other: str) -> float:
    a, b = set(folded_words(one).split()), set(folded_words(other).split())
    return len(a & b) / max(1, min(len(a), len(b))) if len(a) > 1 or a == b else 0.0
