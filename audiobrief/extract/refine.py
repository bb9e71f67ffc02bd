"""Second reading of the blocks: repeats, pull quotes, interviews, transcripts, notices that go on."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from audiobrief.extract.foreign_phrases import with_phrases
from audiobrief.extract.html.prose import UNSPACED, words
from audiobrief.extract.language_guess import guess_language, passage_language
from audiobrief.extract.word_index import WordIndex
from audiobrief.languages import printed
from audiobrief.model import Block
from audiobrief.roles import OWN_TEXT, PROSE, Reason, Role
from audiobrief.text.sentences import sentences

_ASKED = re.compile(rf"^(?:{printed.question_labels()})\s*[:.]\s+\S", re.IGNORECASE)
_CAPITALS = r"[^\W\d_a-z](?:[^\W\d_a-z]|[.’'-])*"
_SPEAKER = re.compile(rf"^(?P<who>{_CAPITALS}(?: {_CAPITALS}){{0,3}})(?: \([^)]{{1,30}}\))?\s?:\s+\S")
_NAME = r"[^\W\d_a-z][\w.’'-]*"
_NAMED = re.compile(rf"^(?P<who>{_NAME}(?: {_NAME}){{0,3}})\s?(?::\s+|：\s*)(?=\S)")
_QUOTED = re.compile(r"[\"“„«»「『][^\"“”„«»「」『』]+[\"“”«»」』]")
_LEAST_SENTENCE = 4
"""Words of a sentence that is no one's but the body's."""
_CONTINUES = re.compile(
    r"^(?:to (?:find out|learn|read) more|for more|click here|if you are in|learn more|read more)\b", re.IGNORECASE
)

_OWN_PROSE = OWN_TEXT & PROSE
_ENOUGH_WORDS = 60
"""Of a whole article, to hold against what its page states."""
Left = tuple[str, Reason]


def refine(blocks: list[Block]) -> tuple[list[Block], list[Left]]:
    """Returns the blocks, typed further, and the texts that are left out after all."""
    blocks, left = without_repeats(blocks)
    blocks = text_first(continued_notices(blocks))
    return transcript(interview(blocks)), left


def without_repeats(blocks: list[Block]) -> tuple[list[Block], list[Left]]:
    """Drops pull quotes (the body's own words set again) and paragraphs printed twice."""
    body = WordIndex(_pieces(block.text) for block in blocks if block.role is Role.BODY and not _is_quoted(block.text))
    kept: list[Block] = []
    left: list[Left] = []
    seen: list[str] = []
    for block in blocks:
        own = " ".join(words(block.text))
        reason = _repeats(block, own, body, seen[-3:])
        if reason is None:
            seen.append(own)
            kept.append(block)
        else:
            left.append((f"{block.text} {block.source}" if block.source else block.text, reason))
    return kept, left


def _pieces(text: str) -> list[str]:
    """Returns a text's words, and the letters of scripts without blanks."""
    if not UNSPACED.search(text):
        return words(text)
    return [piece for word in words(text) for piece in (word if UNSPACED.match(word) else (word,))]


def _is_quoted(text: str) -> bool:
    """Says whether a paragraph is one quotation and nothing beside."""
    return _QUOTED.fullmatch(text) is not None


def _repeats(block: Block, own: str, body: WordIndex, before: list[str]) -> Reason | None:
    """Returns PULL_QUOTE for a quote of the body's own words, DUPLICATE for a dek of them or the words right before."""
    if len(own) <= 20:
        return None
    may_be_pulled = block.role is Role.QUOTE or (block.role is Role.BODY and _is_quoted(block.text))
    if may_be_pulled and _holds_all(body, block.text):
        return Reason.PULL_QUOTE
    if block.role is Role.DEK and body.holds(_pieces(block.text)):
        return Reason.DUPLICATE
    return Reason.DUPLICATE if block.role in {Role.BODY, Role.NOTICE, Role.CREDIT} and own in before else None


def _holds_all(body: WordIndex, text: str) -> bool:
    """Says whether the body holds a text, or each of its sentences though others stand between them there."""
    if body.holds(_pieces(text)):
        return True
    parts = [_pieces(text[start:end]) for start, end in sentences(text, None)]
    return all(len(part) >= _LEAST_SENTENCE and body.holds(part) for part in parts)


def text_first(blocks: list[Block]) -> list[Block]:
    """Puts tables over the first paragraph, such as a box of facts, behind the opening: before the next heading."""
    first = _first(blocks, Role.BODY)
    before, rest = blocks[:first], blocks[first:]
    tables = [block for block in before if _is_table(block)]
    end = _first(rest, Role.SUBHEAD)
    if not tables or not rest:
        return blocks
    return [*(block for block in before if not _is_table(block)), *rest[:end], *tables, *rest[end:]]


def _first(blocks: list[Block], role: Role) -> int:
    return next((at for at, block in enumerate(blocks) if block.role is role), len(blocks))


def _is_table(block: Block) -> bool:
    return block.role is Role.TABLE or block.embed_kind == "table"


def in_own_languages(blocks: list[Block], stated: str | None) -> tuple[list[Block], str | None]:
    """Marks each block that is clearly of another language, and returns the article's language with the blocks.

    The article's language is as the page states it, unless all its words are clearly another's.
    """
    text = "\n".join(block.text for block in blocks if block.role in _OWN_PROSE)
    clear = passage_language(text, stated) if _is_long_enough(text) else None
    language = clear or stated or guess_language(text)
    wrong = _wrongly_stated(blocks, language)
    settled = [_in_own_language(block, language, wrong) for block in blocks]
    return with_phrases(settled, language), language


def _is_long_enough(text: str) -> bool:
    """Counts words; in scripts that part few by blanks, letters."""
    return len(text.split()) >= _ENOUGH_WORDS or sum(char > "\u0e00" for char in text) >= _ENOUGH_WORDS * 2


def _wrongly_stated(blocks: list[Block], language: str | None) -> set[str]:
    """Returns the languages that blocks state although a block of theirs is clearly of the article's."""
    stated = [(block.language, block.text) for block in blocks if block.language]
    main = (language or "").split("-")[0]
    return {own for own, text in stated if passage_language(text, own) == main}


def _in_own_language(block: Block, language: str | None, wrong: set[str]) -> Block:
    own = block.language if block.language not in wrong else None
    if own is None and block.role in _OWN_PROSE:
        own = passage_language(block.text, language)
    return block if own == block.language else replace(block, language=own)


def continued_notices(blocks: list[Block]) -> list[Block]:
    """Takes a line like "To find out more, click here." after a notice as part of it."""
    out: list[Block] = []
    for block in blocks:
        goes_on = bool(out) and out[-1].role is Role.NOTICE and _continues(block)
        out.append(replace(block, role=Role.NOTICE) if goes_on else block)
    return out


def _continues(block: Block) -> bool:
    return block.role is Role.BODY and len(block.text) < 120 and _CONTINUES.match(block.text) is not None


def transcript(blocks: list[Block]) -> list[Block]:
    """Makes a transcript of speakers ("WALLACE: Good morning.") in four paragraphs, by two who speak again.

    Names in small letters must be known from the rest of the article; who asks is told from the question marks.
    """
    speakers, asks = [_speaker(block, _SPEAKER) for block in blocks], None
    if not _take_turns(list(filter(None, speakers))):
        speakers = [_speaker(block, _NAMED) for block in blocks]
        if not _is_talk(blocks, speakers):
            return blocks
        asks = _who_asks(blocks, speakers)
    out: list[Block] = []
    who: str | None = None
    for block, speaker in zip(blocks, speakers, strict=True):
        who = speaker or who
        role = Role.QUESTION if asks and who == asks else Role.ANSWER
        out.append(replace(block, role=role, source=who) if who and block.role is Role.BODY else block)
    return out


def _speaker(block: Block, pattern: re.Pattern[str]) -> str | None:
    opening = pattern.match(block.text) if block.role is Role.BODY else None
    return opening.group("who") if opening else None


def _take_turns(speakers: list[str]) -> bool:
    voices = len(set(speakers))
    return len(speakers) >= 4 and 2 <= voices <= len(speakers) * 0.7


def _is_talk(blocks: list[Block], speakers: list[str | None]) -> bool:
    """Says whether names in small letters before paragraphs are of people who talk with each other."""
    turns = list(filter(None, speakers))
    return _take_turns(turns) and _alternate(turns) and _is_known(blocks, speakers)


def _alternate(turns: list[str]) -> bool:
    """Says whether most turns are of another speaker than the one before."""
    changes = sum(one != other for one, other in pairwise(turns))
    return changes >= 0.7 * (len(turns) - 1)


def _is_known(blocks: list[Block], speakers: list[str | None]) -> bool:
    """Says whether the rest of the article names a speaker: "Pros:" and "Cons:" are nobody."""
    rest = [block.text for block, who in zip(blocks, speakers, strict=True) if who is None]
    names = {who.split()[-1] for who in speakers if who}
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names for text in rest)


def _who_asks(blocks: list[Block], speakers: list[str | None]) -> str | None:
    """Returns the one speaker most of whose turns end with a question mark."""
    asked: dict[str, list[bool]] = {}
    for block, who in zip(blocks, speakers, strict=True):
        if who:
            asked.setdefault(who, []).append(block.text.rstrip('"”’»」』 ').endswith(("?", "？", "؟")))
    askers = [who for who, turns in asked.items() if 2 * sum(turns) > len(turns)]
    return askers[0] if len(askers) == 1 and len(asked[askers[0]]) > 1 else None


def interview(blocks: list[Block]) -> list[Block]:
    """Finds questions and answers: bold questions, or paragraphs marked "Q:" and "A:", at least three times."""
    if sum(map(_is_question, blocks)) < 3:
        return [_without_question(block) for block in blocks]
    out: list[Block] = []
    is_answered = False
    for block in blocks:
        role = Role.QUESTION if _is_question(block) else block.role
        is_answered = role is Role.QUESTION or (is_answered and role is not Role.SUBHEAD)
        role = Role.ANSWER if is_answered and role is Role.BODY else role
        out.append(replace(block, role=role))
    return out


def _is_question(block: Block) -> bool:
    return block.role is Role.QUESTION or (block.role is Role.BODY and _ASKED.match(block.text) is not None)


def _without_question(block: Block) -> Block:
    return replace(block, role=Role.SUBHEAD, level=3) if block.role is Role.QUESTION else block
