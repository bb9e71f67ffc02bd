"""Raw text -> Article: what was copied or scraped from a page, a mail, or a Markdown file."""

from __future__ import annotations

import re

from audiobrief.errors import NothingToRead
from audiobrief.extract.cut_off import cut_plain
from audiobrief.extract.language_guess import guess_language
from audiobrief.extract.refine import in_own_languages, interview, transcript
from audiobrief.extract.text.classify import ClassifiedText, classify
from audiobrief.extract.text.headers import Header, read_header
from audiobrief.extract.text.paragraphs import blocks as raw_blocks
from audiobrief.extract.text.prose import holds_sentence
from audiobrief.model import Article, Block, Dropped
from audiobrief.roles import HEADINGS, OWN_TEXT, Reason, Role

_MOST_LINES = 100_000  # a book has fewer
_LANGUAGE_CHARS = 20_000
_STRUCK = re.compile(r"(?<!~)~~(?=[^\s~])([^~\n]{1,300}?)(?<=\S)~~(?!~)")
"""Words that a writer has struck where there is no markup: "~~two~~ three"."""


def read_plain(text: str, url: str, *, markdown: bool = False) -> Article:
    """Reads raw text, hard-wrapped or a paragraph a line, with or without mail headers; or Markdown.

    Raises :class:`~audiobrief.errors.NothingToRead` for a text that is empty or holds no sentence.
    """
    subject = url or "the text"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > _MOST_LINES:
        raise NothingToRead(subject, f"it has more than {_MOST_LINES:,} lines", "Give one article, not a collection")
    header, rest = read_header(text)
    rest, signature = _without_signature(rest) if header.is_mail else (rest, "")
    found, left = _blocks(rest, markdown)
    result = classify(found, header.title)
    for piece in left:
        result.drop(piece.text, piece.reason)
    _add_header(header, signature, result)
    story = [block.text for block in result.blocks if block.role in OWN_TEXT - HEADINGS]
    if not any(map(holds_sentence, story)):
        raise NothingToRead(subject, "it holds no article", "Give the text of a news article")
    stated = header.language or guess_language("\n".join(story)[:_LANGUAGE_CHARS])
    told, language = in_own_languages(transcript(interview(result.blocks)), stated)
    sender_last = (result.authors, header.authors) if header.is_mail else (header.authors, result.authors)
    return Article(
        url=url,
        title=result.title,
        site=header.site,
        language=language,
        authors=next(filter(None, sender_last), ()),
        published=header.published or result.published,
        description=header.description,
        blocks=tuple(told),
        dropped=tuple(result.dropped),
        warnings=cut_plain(rest),
    )


def _blocks(text: str, markdown: bool) -> tuple[list[Block], list[Dropped]]:
    if markdown:
        from audiobrief.extract.text.markdown import blocks

        return blocks(text)
    left = [Dropped(match[1], Reason.STRUCK) for match in _STRUCK.finditer(text)]
    return raw_blocks(_STRUCK.sub("", text) if left else text), left


def _without_signature(text: str) -> tuple[str, str]:
    """A mail's text and what stands under its "-- " line."""
    body, mark, signature = text.rpartition("\n-- \n")
    return (body, signature) if mark and len(signature) < 1000 else (text, "")


def _add_header(header: Header, signature: str, result: ClassifiedText) -> None:
    """A header's title becomes the headline where the text does not print it; its lines are listed as left out."""
    if header.title and not any(block.role is Role.HEADLINE for block in result.blocks):
        result.blocks.insert(0, Block(Role.HEADLINE, header.title))
    for line in header.lines:
        result.drop(line, Reason.METADATA)
    for line in filter(str.strip, signature.split("\n")):
        result.drop(line.strip(), Reason.PROFILE)
