"""What is written before pauses and chapters are known: segments with how they join to what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from audiobrief.languages.tags import base
from audiobrief.model import Article, Role, ScriptOptions, Segment
from audiobrief.roles import Opens
from audiobrief.script.lexicon import apply
from audiobrief.script.write.cues import Cues
from audiobrief.spoken_form import spoken
from audiobrief.text.sentences import sentences

LONGEST_CHARACTERS = 1_500
"""Of a segment's spoken text: engines stay healthy, and a failed one costs little."""
CHUNK_CHARACTERS = 700
"""A paragraph that is too long is cut into pieces of about this size, at sentence ends."""
LONGEST_NAME_CHARACTERS = 150
"""Of a sentence that names a chapter."""
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


class Join(Enum):
    """How a segment is followed by the next."""

    INSIDE = auto()  # the sentence goes on
    SENTENCE = auto()  # the paragraph goes on
    BLOCK = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment on its way."""

    segment: Segment
    join: Join = Join.BLOCK
    opens: Opens | None = None
    title: str = ""
    escapes: bool = False
    """The chapter that a listener may want to skip ends with this piece."""
    is_apart: bool = False
    """As long a silence before it as before a heading."""


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes pieces in one article's language and with one listener's options."""

    article: Article
    options: ScriptOptions
    cues: Cues
    calm_words: frozenset[str] = frozenset()
    """Words that the article also prints in small letters."""

    def words(self, text: str, language: str | None = None) -> str:
        """Text as it is said: symbols, numbers and names written out, never with control characters."""
        own = language or self.article.language or ""
        text = LINE_END.sub(_pause, text)
        said = tidy(spoken(apply(CONTROL.sub(" ", text), own, self.options.lexicon), own))
        return " ".join(CONTROL.sub(" ", said).split()) or " ".join(CONTROL.sub(" ", text).split())

    def cue(self, text: str, *, voice: str | None = None, join: Join = Join.SENTENCE) -> list[Piece]:
        """Words that are not on the page; nothing where the language has no words for it."""
        language = self.cues.language if self.cues.foreign else None
        said = self.words(text, language)
        if not said:
            return []
        written = " ".join(CONTROL.sub(" ", text).split())
        shown = "" if written == said else written
        return [Piece(Segment(Role.CUE, said, shown, voice=voice, language=language), join)]

    def say(self, draft: Segment, *, text: str | None = None, join: Join = Join.BLOCK) -> list[Piece]:
        """``draft`` with its spoken text (of ``text``, else of what is written), in pieces an engine can speak."""
        said = self._said(draft.written if text is None else text, draft.language)
        if len(said) <= LONGEST_CHARACTERS:
            return [Piece(replace(draft, text=said), join)] if said else []
        printed = text if text and " ".join(text.split()) == draft.written else draft.written
        parts = self._parts(printed, draft.language)
        pieces = [
            Piece(replace(draft, written=" ".join(part.split()), text=self._said(part, draft.language)), Join.SENTENCE)
            for part in parts
        ]
        pieces = [piece for piece in pieces if piece.segment.text]
        return [*pieces[:-1], replace(pieces[-1], join=join)] if pieces else []

    def _said(self, text: str, language: str | None) -> str:
        """Words of the page as they are said; "click here" makes sense to the eye alone, the link is in the notes."""
        words = self.cues.words["click"]
        if words and not self.cues.foreign and (not language or base(language) == self.cues.language):
            text = _without_click(text, words, self.cues.phrase("link"))
        return self.words(calmed(text, self.calm_words), language)

    def _parts(self, written: str, language: str | None) -> list[str]:
        """Cuts at sentence ends, else after commas, at blanks, anywhere, so that every part can be spoken."""
        waiting = [written[a:b] for a, b in reversed(sentences(written, language or self.article.language))]
        parts: list[str] = []
        while waiting:
            part = waiting.pop()
            if len(part) > CHUNK_CHARACTERS or len(self._said(part, language)) > LONGEST_CHARACTERS:
                cut = _cut(part, min(CHUNK_CHARACTERS, max(1, len(part) // 2)))
                waiting += [part[cut:], part[:cut]] if len(part) > 1 else []
            elif parts and self._fits(parts[-1] + part, language):
                parts[-1] += part
            else:
                parts.append(part)
        return [part.strip() for part in parts if part.strip()]

    def _fits(self, text: str, language: str | None) -> bool:
        return len(text) <= CHUNK_CHARACTERS and len(self._said(text, language)) <= LONGEST_CHARACTERS


CAPITALS = re.compile(r"(?<![\w.@#/&-])(?<![A-ZÀ-Þ] )[A-ZÀ-ÖØ-Þ]{4,}(?![\w@/&-]|\.\w|\s[A-ZÀ-Þ]{2})")
"""A word in capitals of four letters and more, alone among others."""
SMALL = re.compile(r"(?<![\w.@#/&-])[^\W\d_](?:[^\W\d_A-ZÀ-ÖØ-Þ]){3,}(?!\w)")


def small_words(article: Article) -> frozenset[str]:
    """Words of an article's blocks that are not in capitals: they tell "CHINA has sent" from an acronym."""
    texts = [block.text for block in article.blocks if CAPITALS.search(block.text)]
    if not texts:
        return frozenset()
    return frozenset(word for block in article.blocks for word in SMALL.findall(block.text))


def calmed(text: str, known: frozenset[str]) -> str:
    """Capitals of emphasis as the article writes the word elsewhere, so that no engine spells it. A line that is in
    capitals as a whole is not touched here: it is said as a whole.
    """
    if not known or sum(map(str.isupper, text)) * 2 > sum(map(str.isalpha, text)):
        return text

    def calm(match: re.Match[str]) -> str:
        word = match[0]
        name, small = word.capitalize(), word.lower()
        return name if name in known and small not in known else small if small in known else word

    return CAPITALS.sub(calm, text)


LINE_END = re.compile(r"(?<=[^\s.,;:!?…。，、؟،])[ \t]*\n\s*(?=\S)")
"""A line of print that ends on purpose, and without a mark that makes a voice pause."""


def _pause(match: re.Match[str]) -> str:
    """Returns the comma of the script that stands before a line's end."""
    before = match.string[match.start() - 1]
    return "、" if before > "\u2e80" else "، " if "\u0600" <= before <= "\u06ff" else ", "


def tidy(text: str) -> str:
    """Spoken text without what its writing leaves behind: "( )", " ,", ",,"."""
    text = LEADING.sub("", EMPTY.sub("", NEW_TAB.sub("", text)))
    text = TWO_STOPS.sub(".", text)
    text = BLANK_BEFORE.sub("", text)
    return DOUBLED.sub(r"\1", text)


NEW_TAB = re.compile(r",?\s*\(?\bopens in (?:a )?new (?:tab|window)\)?|, opens new tab\b")
"""What a page says to a screen reader about its links is not part of a sentence."""
LEADING = re.compile(r"^(?:[-–—|•·*,;:.…]+\s+)+(?=\S)")
TWO_STOPS = re.compile(r"(?<=\w)\.\.(?=\s|$)")
EMPTY = re.compile(r"\s*(?:\(\s*\)|\[\s*\])")
BLANK_BEFORE = re.compile(r"(?<=\w)\s+(?=[,.](?:\s|$))")
DOUBLED = re.compile(r",(?:\s*,)*\s*([,.;:!?…])(?=\s|$)")


def _without_click(text: str, words: Sequence[str], link: str) -> str:
    """The call to click, at the beginning or the end of a sentence, as what a listener can do."""
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    def told(match: re.Match[str]) -> str:
        begins = not text[: match.start()].strip() or text[: match.start()].rstrip()[-1] in ".!?"
        return link[:1].upper() + link[1:] if begins else link

    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", told, text, flags=re.IGNORECASE)


def _cut(text: str, limit: int) -> int:
    """A place at or before ``limit``, best after a comma or at a blank."""
    for mark in (", ", "; ", " "):
        place = text.rfind(mark, limit // 2, limit)
        if place > 0:
            return place + len(mark)
    return max(1, min(limit, len(text) - 1))


def short_sentence(text: str, language: str | None) -> str:
    """The first sentence of a text, whole, as the name of what it begins; "" where it is too long for one."""
    first = next((text[start:end].strip() for start, end in sentences(text, language)), "")
    return first.rstrip(" .:;") if len(first) <= LONGEST_NAME_CHARACTERS else ""
