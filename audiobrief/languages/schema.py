"""The parts of a language as they are read from its files: an unknown key is an error."""

from __future__ import annotations

import msgspec


class Guess(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """By what a text that does not name its language is known to be in this one."""

    words: str = ""
    """Its twenty or so commonest words."""
    letters: str = ""
    """Class of letters that only this language uses, where its script tells enough: a regular expression."""
    kin: str = ""
    """Languages that are never told apart from it inside a text: a wrong voice is worse than an accent."""
    tag: str = ""
    """What the guess answers, where it is not the folder's name."""


class Dates(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How dates are printed."""

    months: tuple[str, ...] = ()
    """Rows of twelve beginnings of the months' names; accents do not count."""


class Sentences(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where sentences end."""

    abbreviations: str = ""
    """Words before a point that ends no sentence, in small letters without their last point."""
    point_ordinals: bool = False
    """"3." is an ordinal before a word in small letters or capitals."""


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How names look."""

    capitals: bool = True
    """The script has capitals, so that a name can be told by its first letter."""
    foreign_letters: str = ""
    """Letters that the language does not use: a regular expression."""
    hard_letters: str = ""
    """Letters side by side that its own words do not have: a regular expression."""


class Byline(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a byline begins; entries are regular expressions parted by "|"."""

    by: str = ""
    """What stands between a work and its maker: "by"."""
    leads: str = ""
    """What else stands before the names of authors: "written by", "author"."""
    weak: str = ""
    """Those of both that also begin names or sentences, parted by blanks: they lead to names only with a colon."""


class Picture(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How captions are known and picture credits begin; entries are regular expressions parted by "|".

    The point of an abbreviation is written ("fot.") and may be missing in print.
    """

    words: str = ""
    """Words for a picture: "photo", "archive photo"."""
    credits: str = ""
    """What else stands before the name of who took or delivered it: "credit"."""
    sides: str = ""
    """Where somebody stands in it, as captions say in brackets: "left"."""


class Voice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a voice of the language is asked to say."""

    sample: str = ""
    """About eight seconds of plain prose, by which a voice's loudness is measured."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``words.toml``: what texts in the language print."""

    reviewed_by: tuple[str, ...] = ()
    """Native speakers who have read the file."""
    guess: Guess = Guess()
    dates: Dates = Dates()
    sentences: Sentences = Sentences()
    names: Names = Names()
    byline: Byline = Byline()
    picture: Picture = Picture()
    voice: Voice = Voice()
