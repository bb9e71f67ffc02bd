"""The closed vocabularies: what a block is to the listener, with one row of facts a role, and why text is left out.

What stands inside a block's text is here too: phrases, links, datelines.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto


class Role(StrEnum):
    """What a block is *to the listener*."""

    HEADLINE = "headline"
    KICKER = "kicker"  # the line over the headline: section, series
    DEK = "dek"  # the standfirst under the headline
    BYLINE = "byline"
    DATE = "date"
    DATELINE = "dateline"  # "DUSHANBE --", opening the first paragraph
    LABEL = "label"  # sponsored, opinion, analysis, satire, state media
    SUBHEAD = "subhead"
    BODY = "body"
    QUOTE = "quote"
    LIST_ITEM = "list_item"
    TABLE = "table"
    CAPTION = "caption"
    EMBED = "embed"
    FOOTNOTE = "footnote"
    QUESTION = "question"
    ANSWER = "answer"
    ENTRY = "entry"  # one entry of a live blog
    NOTICE = "notice"  # legal notice, correction, clarification, editor's note
    CREDIT = "credit"  # "(Reporting by …)", "With reporting by AP"
    CUE = "cue"  # words that audiobrief adds; the only role that is not on the page


class InlineKind(StrEnum):
    """What a part of a block's text is, beyond its words."""

    LANGUAGE = "language"  # a phrase of another language
    LINE_END = "line_end"  # the blank where a line of print ends on purpose


@dataclass(frozen=True, slots=True)
class Inline:
    """A part of a block's text that is more than its words. Offsets are characters of the text."""

    kind: InlineKind
    start: int
    end: int
    value: str = ""
    """BCP 47 of a phrase in another language."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening "CITY, date (AGENCY) --" of a news paragraph."""

    end: int
    """Characters of the paragraph the dateline takes, its dash or colon and the blanks after it included."""
    places: tuple[str, ...]
    """As printed, without dashes: ``("SELMA, N.C.",)``, ``("London", "Teheran")``."""
    agency: str | None = None
    date: str | None = None
    """As printed."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside a block's text."""

    text: str
    url: str


class Opens(Enum):
    """Why a chapter begins."""

    RETURN = auto()  # the article goes on after something that can be skipped
    PLACE = auto()  # a long stretch without any: a place to come back to
    CAPTION = auto()
    QUOTE = auto()
    LIST = auto()  # and tables, and a correction before the text
    PART = auto()  # subheads, entries of a live blog
    NOTICE = auto()  # and footnotes and credits
    STORY = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Epub:
    """How a book marks a passage that can be skipped or escaped."""

    type: str
    """``epub:type`` (EPUB 3 Structural Semantics Vocabulary, z3998)."""
    aria: str = ""
    """Role of WAI-ARIA or DPUB-ARIA."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Daisy:
    """How a DAISY 2.02 book marks a passage that a player can switch off."""

    test: str
    """``system-required`` in SMIL."""
    css_class: str
    """Class in the navigation control centre."""
    count: str
    """Name of the metadata that counts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFacts:
    """All that any stage must know of a role. A new role is one row here, and its cue in each language."""

    is_own_text: bool = False
    """The article's own text: what is counted, and what makes a page an article."""
    is_prose: bool = False
    """Sentences: may hold quotes."""
    front: int = 0
    """Place before the body, from 1; 0 = not read there."""
    moves_to_front: bool = False
    """Read before the body wherever it stands on the page."""
    back: int = 0
    """Place after the body, from 1; 0 = not read there."""
    is_heading: bool = False
    """Heads what follows: a longer silence before it than after it."""
    is_apart: bool = False
    """Begins a part of its own: as long a silence before it as before a heading."""
    pause_ms: int = 450
    """Silence after it."""
    opens: Opens | None = None
    """Which kind of chapter it begins."""
    option: str = ""
    """Name of the script option that leaves it out."""
    skip: str = ""
    """What a listener skips it as; "" = it is always heard."""
    has_end_cue: bool = False
    """A cue closes it as well: "The list ends here"."""
    cue: str = ""
    """Key of the words that announce it, where saying it needs nothing else."""
    class_words: str = ""
    """Words of class names that make a passage of this role; those that are only a hint are in ``names.toml``."""
    epub: Epub | None = None
    daisy: Daisy | None = None


ROLE_FACTS: dict[Role, RoleFacts] = {
    Role.KICKER: RoleFacts(front=1, moves_to_front=True, is_apart=True, pause_ms=300, opens=Opens.STORY),
    Role.HEADLINE: RoleFacts(front=2, moves_to_front=True, is_heading=True, pause_ms=400, opens=Opens.STORY),
    Role.BYLINE: RoleFacts(front=3, moves_to_front=True, pause_ms=300),
    Role.DATE: RoleFacts(front=4, moves_to_front=True, pause_ms=400),
    Role.LABEL: RoleFacts(front=5, pause_ms=500),
    Role.DEK: RoleFacts(front=7, moves_to_front=True, is_prose=True, pause_ms=600),
    Role.DATELINE: RoleFacts(pause_ms=300),
    Role.SUBHEAD: RoleFacts(is_own_text=True, is_heading=True, pause_ms=400, opens=Opens.PART),
    Role.BODY: RoleFacts(is_own_text=True, is_prose=True),
    Role.QUESTION: RoleFacts(is_own_text=True, is_prose=True, pause_ms=500),
    Role.ANSWER: RoleFacts(is_own_text=True, is_prose=True),
    Role.ENTRY: RoleFacts(is_own_text=True, is_prose=True, opens=Opens.PART),
    Role.QUOTE: RoleFacts(
        is_own_text=True,
        is_prose=True,
        opens=Opens.QUOTE,
        skip="quotes",
        has_end_cue=True,
        epub=Epub(type="z3998:quotation", aria="blockquote"),
    ),
    Role.LIST_ITEM: RoleFacts(
        is_own_text=True,
        is_prose=True,
        pause_ms=350,
        opens=Opens.LIST,
        option="lists",
        skip="lists",
        has_end_cue=True,
        epub=Epub(type="list-item"),
    ),
    Role.TABLE: RoleFacts(
        is_own_text=True,
        pause_ms=400,
        opens=Opens.LIST,
        option="tables",
        skip="tables",
        has_end_cue=True,
        epub=Epub(type="table"),
    ),
    Role.CAPTION: RoleFacts(
        pause_ms=500,
        opens=Opens.CAPTION,
        option="captions",
        skip="captions",
        epub=Epub(type="figure", aria="figure"),
        daisy=Daisy(test="prodnote-on", css_class="optional-prodnote", count="ncc:prodNotes"),
    ),
    Role.EMBED: RoleFacts(pause_ms=500, opens=Opens.QUOTE, skip="embeds", epub=Epub(type="aside", aria="note")),
    Role.FOOTNOTE: RoleFacts(
        class_words="footnote footnotes endnote endnotes fussnote references",
        back=1,
        is_apart=True,
        opens=Opens.NOTICE,
        skip="footnotes",
        epub=Epub(type="footnote", aria="doc-footnote"),
        daisy=Daisy(test="footnote-on", css_class="noteref", count="ncc:footnotes"),
    ),
    Role.NOTICE: RoleFacts(
        front=6,  # only a correction
        back=3,
        is_apart=True,
        opens=Opens.NOTICE,
        skip="notices",
        epub=Epub(type="notice", aria="doc-notice"),
        daisy=Daisy(test="sidebar-on", css_class="sidebar", count="ncc:sidebars"),
    ),
    Role.CREDIT: RoleFacts(
        back=2,
        is_apart=True,
        opens=Opens.NOTICE,
        option="credits",
        skip="credits",
        epub=Epub(type="credit", aria="doc-credit"),
    ),
    Role.CUE: RoleFacts(skip="cues"),
}
"""The only table of roles; the pauses' sources are in docs/reading-rules.md, rule 2."""

OWN_TEXT = frozenset(role for role, facts in ROLE_FACTS.items() if facts.is_own_text)
PROSE = frozenset(role for role, facts in ROLE_FACTS.items() if facts.is_prose)
HEADINGS = frozenset(role for role, facts in ROLE_FACTS.items() if facts.is_heading)


class Reason(StrEnum):
    """Why a piece of a page is not spoken: closed on purpose, there is no "other"."""

    NAVIGATION = "navigation"  # menus, breadcrumbs, skip links, site header, tags, pagination
    FOOTER = "footer"  # site footer, imprint, copyright line
    SHARE = "share"  # share bars, print and comment buttons
    PLAYER = "player"  # audio and video player chrome, time codes
    RELATED = "related"  # links to and teasers of other articles
    PROMOTION = "promotion"  # newsletter, subscription, app, donation and follow-us boxes
    CONSENT = "consent"  # cookie and privacy boxes
    ADVERTISEMENT = "advertisement"
    COMMENTS = "comments"
    DUPLICATE = "duplicate"  # said elsewhere already: the headline again, a caption twice
    PULL_QUOTE = "pull_quote"  # a sentence of the body, set again for the eye
    IMAGE_LABEL = "image_label"  # "16x9 Image", "site logo": describes nothing
    PROFILE = "profile"  # the author's biography or portrait
    METADATA = "metadata"  # reading time, view counts, a date or byline printed again
    FORM = "form"  # search boxes, log-in, polls
    WIDGET = "widget"  # weather, stock tickers, calculators, script leftovers
    CHOICE = "choice"  # read with other options: what a picture shows and who made it
    PAYWALL = "paywall"  # "subscribe to read on"
    STRUCK = "struck_out"  # words that the page has crossed out
    GLOSS = "gloss"  # what explains a word: a tooltip, the reading over a character


@dataclass(frozen=True, slots=True)
class Dropped:
    """A piece of the page that is not spoken (at most 300 characters a piece), with its reason."""

    text: str
    reason: Reason


class Doubt(StrEnum):
    """Why an article may not be all that its page's author wrote."""

    NO_ARTICLE = "no_article"  # its words are an error page's or a wall's, though its markup names an article
    CLOSED = "closed"  # the page ends here for readers without a subscription
    SIGN_IN = "sign_in"  # the page goes on behind a sign-in
    PART = "part"  # one page of several
    UNSURE = "unsure"  # two readings of the page disagree
    UNSHOWN = "unshown"  # the page shows no text: it is read from its data


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtFacts:
    """What is done about a doubt. ``read`` and ``script`` warn of each on one line."""

    cue: str = ""
    """Key of the words that tell the listener."""
    is_said_first: bool = False
    """Told before the article, not after it."""
    is_refused: bool = False
    """``feed update`` makes no episode of it."""


DOUBT_FACTS: dict[Doubt, DoubtFacts] = {
    Doubt.NO_ARTICLE: DoubtFacts(is_refused=True),
    Doubt.CLOSED: DoubtFacts(cue="closed", is_refused=True),
    Doubt.SIGN_IN: DoubtFacts(cue="sign_in", is_refused=True),
    Doubt.PART: DoubtFacts(cue="part", is_said_first=True, is_refused=True),
    Doubt.UNSURE: DoubtFacts(),
    Doubt.UNSHOWN: DoubtFacts(),
}


@dataclass(frozen=True, slots=True)
class PageWarning:
    """What a listener must know of a page that may not be the whole article."""

    doubt: Doubt
    fact: str
    """As the person at the terminal is told it: "it is page 1 of 3"."""
    page: int | None = None
    pages: int | None = None
    others: tuple[tuple[int, str], ...] = ()
    """Numbers and addresses of the article's other pages that were not read."""
