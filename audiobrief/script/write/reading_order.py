"""In which order an article is read, and what of it.

The page's order, but for two groups: what introduces (headline, byline, date, labels, corrections, dek) is read in the
order a listener needs it, and what surrounds (credits, notices, footnotes) is read after the body.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audiobrief.model import Article, Block, Dropped, Role, ScriptOptions
from audiobrief.roles import ROLE_FACTS, Reason
from audiobrief.script.write.cues import Cues

FRONT = frozenset(role for role, facts in ROLE_FACTS.items() if facts.front)
BACK = frozenset(role for role, facts in ROLE_FACTS.items() if facts.back)


def speakable(text: str) -> bool:
    """Something in it can be said: "* * *" cannot, nor can a lone emoji."""
    return any(char.isalnum() for char in text)


def headline_text(article: Article) -> str:
    """The article's title, else its first words."""
    texts = [block.text for block in article.blocks if block.role is Role.HEADLINE] or [b.text for b in article.blocks]
    return article.title or " ".join(" ".join(texts[:1]).split()[:8])


SHORTEST_DESCRIPTION_WORDS = 5
LONG_UNSPACED = 25
"""Characters of a description in writing without blanks."""
LABEL_WORDS = 3
"""A correction this short is only its heading: the notice that follows belongs to it."""


def is_correction(article: Article, index: int, cues: Cues) -> bool:
    """A notice that changes how the rest is heard, or the line under such a notice's heading."""
    if article.blocks[index].role is not Role.NOTICE:
        return False
    before = article.blocks[index - 1] if index else None
    if _corrects(article.blocks[index].text, cues):
        return True
    if before is None or before.role is not Role.NOTICE or len(before.text.split()) > LABEL_WORDS:
        return False
    return _corrects(before.text, cues)


def _corrects(text: str, cues: Cues) -> bool:
    begins = text[:100].casefold().lstrip("\"'([*• ")
    return any(begins.startswith(word.casefold()) for word in cues.words["correction"])


def reading_order(article: Article, options: ScriptOptions, cues: Cues) -> list[int]:
    """Indexes of the blocks that are read, in the order they are read."""
    kept = [index for index, block in enumerate(article.blocks) if _wanted(block, options)]
    if options.profile == "headlines":
        kept = _opening(article, kept)
    body_start = _body_start(article, kept)
    front = {index for index in kept if _is_front(article, index, index < body_start, cues)}

    def place(index: int) -> tuple[int, int, int]:
        """Before, in or after the body; there by the role's place, else by the page's."""
        facts = ROLE_FACTS[article.blocks[index].role]
        if index in front:
            return 0, facts.front, index
        return (2, facts.back, index) if facts.back else (1, 0, index)

    return sorted(kept, key=place)


def _wanted(block: Block, options: ScriptOptions) -> bool:
    option = ROLE_FACTS[Role.TABLE if block.embed_kind == "table" else block.role].option
    if block.role is Role.CUE or (option and not getattr(options, option)):
        return False
    is_shown = block.role is Role.EMBED or said_alt(block, options) or said_credit(block, options)
    return speakable(block.text) or bool(is_shown)


def said_alt(block: Block, options: ScriptOptions) -> str:
    """Returns what a picture shows, where it is said: beside a caption, which says something else; in the full profile
    without one too, though what stands alone is often a word for search engines.
    """
    alt = block.alt or ""
    is_told = options.profile == "full" or (speakable(block.text) and _describes(alt))
    return alt if is_told and block.role is Role.CAPTION else ""


def _describes(alt: str) -> bool:
    """Tells a description from a name ("Alex Lowes in Barcelona") and from keywords ("cannabis, joint, stock")."""
    words = alt.split()
    is_long = len(words) >= SHORTEST_DESCRIPTION_WORDS or max(map(len, words), default=0) >= LONG_UNSPACED
    return is_long and sum(word.endswith(",") for word in words) * 3 < len(words) and "#" not in alt


def said_credit(block: Block, options: ScriptOptions) -> str:
    """Returns the maker of a picture, where it is said: in the full profile, unless credits are left out."""
    is_said = options.profile == "full" and options.credits and block.role is Role.CAPTION
    return block.credit if is_said and block.credit and block.credit not in block.text else ""


def left_by_choice(article: Article, options: ScriptOptions, order: Sequence[int]) -> list[Dropped]:
    """Returns what other options would say: blocks outside the order, descriptions and makers of pictures."""
    said = set(order)
    left = [text for n, block in enumerate(article.blocks) for text in _unsaid(block, options, is_said=n in said)]
    return [Dropped(text, Reason.CHOICE) for text in left if speakable(text)]


def _unsaid(block: Block, options: ScriptOptions, *, is_said: bool) -> Iterator[str]:
    """Yields what of a block is not said."""
    if not is_said and block.role is not Role.CUE:
        yield from (block.text, block.source or "")
    if not (is_said and said_alt(block, options)):
        yield block.alt or ""
    if not (is_said and said_credit(block, options)):
        yield block.credit or ""


def _opening(article: Article, kept: list[int]) -> list[int]:
    """The profile "headlines": what introduces, and the first paragraph."""
    first = next((index for index in kept if article.blocks[index].role is Role.BODY), None)
    return [
        index
        for index in kept
        if index == first or (article.blocks[index].role in FRONT - BACK and (first is None or index < first))
    ]


def _body_start(article: Article, kept: list[int]) -> int:
    """Index of the first block that belongs neither to the front nor to the back."""
    others = FRONT | BACK | {Role.CAPTION}
    return next((index for index in kept if article.blocks[index].role not in others), len(article.blocks))


def _is_front(article: Article, index: int, before_body: bool, cues: Cues) -> bool:
    block = article.blocks[index]
    if is_correction(article, index, cues):
        return True
    return ROLE_FACTS[block.role].moves_to_front or (block.role is Role.LABEL and before_body)
