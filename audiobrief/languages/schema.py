"""The parts of a language as they are read from its files: an unknown key is an error."""

from __future__ import annotations

import msgspec


class Guess(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """By what a text that does not name its language is known to be in this one."""

    words: str = ""
    """Its twenty or so commonest words."""
    letters: str = ""
    """Class of letters that only this language uses, where its script tells enough: a regular expression."""
    telling: str = ""
    """Letters that few languages of its script have: they tell which of these a few words are in."""
    kin: str = ""
    """Languages that are never told apart from it inside a text: a wrong voice is worse than an accent."""
    tag: str = ""
    """What the guess answers, where it is not the folder's name."""


class Dates(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How dates are printed."""

    months: tuple[str, ...] = ()
    """Rows of twelve beginnings of the months' names; accents do not count."""
    solar_months: str = ""
    """The same of the Iranian year."""
    weekdays: str = ""
    """Names and abbreviations of the days of the week, parted by blanks, without accents."""
    beside: str = ""
    """What else a line has that only tells when an article came out: "published on", "pm". Regular expressions parted
    by "|"."""


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
    cities: bool = False
    """Datelines are told by CLDR's names of cities and countries in it, too: true for languages of much news."""
    foreign_letters: str = ""
    """Letters that the language does not use: a regular expression."""
    hard_letters: str = ""
    """Letters side by side that its own words do not have: a regular expression."""
    known: str = ""
    """Words and names, in small letters, that everybody can read although no list of words has them."""
    least_usual: float = 0.0
    """How usual the letters of a name must be to be read right (logarithm of ten): where pyspellchecker has words."""


class Byline(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a byline begins; entries are regular expressions parted by "|"."""

    by: str = ""
    """What stands between a work and its maker: "by"."""
    leads: str = ""
    """What else stands before the names of authors: "written by", "author"."""
    ands: str = ""
    """What stands between two names: "and"."""
    withs: str = ""
    """What stands between an author and a helper: "with"."""
    places: str = ""
    """What stands before the place that an author writes from: "in"."""
    roles: str = ""
    """Words of a newsroom that are no part of a name: "correspondent", "editor"."""
    others: str = ""
    """What stands before the names of those who did not write it: "reviewed by", "photos by"."""
    weak: str = ""
    """Words of all these that also begin names or sentences, parted by blanks: a lead needs a colon, an "and" a
    capital behind it."""


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


class Whole(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Short texts that say nothing but this, by the reason why they are not spoken; parted by "|"."""

    player: str = ""
    share: str = ""
    related: str = ""
    promotion: str = ""
    advertisement: str = ""
    comments: str = ""
    navigation: str = ""
    image_label: str = ""
    consent: str = ""
    form: str = ""
    metadata: str = ""
    paywall: str = ""


class Start(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How longer lines begin that are not spoken, by reason: greatest length in characters -> regular expressions.

    A sentence of eight words or more that begins so is spoken, unless the page's structure sets it apart.
    """

    player: dict[str, tuple[str, ...]] = {}
    related: dict[str, tuple[str, ...]] = {}
    promotion: dict[str, tuple[str, ...]] = {}
    consent: dict[str, tuple[str, ...]] = {}
    advertisement: dict[str, tuple[str, ...]] = {}
    paywall: dict[str, tuple[str, ...]] = {}
    comments: dict[str, tuple[str, ...]] = {}
    share: dict[str, tuple[str, ...]] = {}
    metadata: dict[str, tuple[str, ...]] = {}
    footer: dict[str, tuple[str, ...]] = {}
    profile: dict[str, tuple[str, ...]] = {}


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Lines that differ in a number, a title or an address alone, by reason: whole lines, regular expressions."""

    player: tuple[str, ...] = ()
    share: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    promotion: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    advertisement: tuple[str, ...] = ()
    paywall: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    navigation: tuple[str, ...] = ()
    image_label: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Lines that stay, typed."""

    notice: tuple[str, ...] = ()
    """How a correction or a note of the publisher's begins: regular expressions."""
    click: tuple[str, ...] = ()
    """What a line behind a notice says that leads on: "click here". Regular expressions."""
    credit: tuple[str, ...] = ()
    """How a line begins that says who reported or delivered the article: regular expressions."""
    question: str = ""
    """What stands before a question of an interview, with a colon or a point behind it: "q|question"."""
    label: str = ""
    """What kind of piece it is: whole lines, regular expressions parted by "|"."""


class NoArticle(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What pages say that hold no article; regular expressions, small and capital letters alike."""

    error: tuple[str, ...] = ()
    """Titles of error pages, whole."""
    error_text: tuple[str, ...] = ()
    """What their sentences say to the visitor."""
    check: tuple[str, ...] = ()
    """Titles of checks for robots, whole."""
    check_text: tuple[str, ...] = ()
    """What their sentences say."""
    consent: tuple[str, ...] = ()
    """Sentences that ask for consent."""
    sign_in: tuple[str, ...] = ()
    """Titles of pages to sign in, whole."""
    sign_in_text: tuple[str, ...] = ()
    """What their sentences say."""
    search: tuple[str, ...] = ()
    """Titles of pages with the results of a search, whole."""
    script: tuple[str, ...] = ()
    """Sentences that ask to switch JavaScript on."""
    closed: tuple[str, ...] = ()
    """Sentences that ask to subscribe or log in before one reads on."""
    offered: tuple[str, ...] = ()
    """Sentences that offer a subscription, or ask who has one: also under whole articles."""
    paid: tuple[str, ...] = ()
    """Words by which an offer is known to cost money: without them it asks to sign in."""
    retracted_title: tuple[str, ...] = ()
    """How the title of a retracted article begins."""
    retracted: tuple[str, ...] = ()
    """Sentences that say that the article is retracted."""


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``phrases.toml``: what pages in the language print around and inside their articles.

    Compared in small letters, with plain quotation marks and without punctuation at the edges. All languages are tried
    at once.
    """

    reviewed_by: tuple[str, ...] = ()
    whole: Whole = Whole()
    line: Line = Line()
    start: Start = Start()
    kept: Kept = Kept()
    no_article: NoArticle = NoArticle()


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``cues.toml``: what audiobrief itself says in an episode, by the keys of the English file.

    A missing cue is not said.
    """

    reviewed_by: tuple[str, ...] = ()
    say: dict[str, str] = {}
    count: dict[str, dict[str, str]] = {}
    """Sentence by CLDR plural category."""
    chapter: dict[str, str] = {}
    """Titles of chapters."""
    words: dict[str, tuple[str, ...]] = {}
    """Words by which the article's own text is known to be of a kind."""


class Web(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``web.toml``: what audiobrief itself says on pages, in notes and in books, by the keys of the English file.

    A missing word is said in English.
    """

    reviewed_by: tuple[str, ...] = ()
    words: dict[str, str] = {}


class Reporting(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``reporting.toml``: how the language says that someone said something.

    Words are parted by blanks, phrases by "|"; ``*`` stands for any ending, ``_`` for a blank inside a word's entry.
    """

    reviewed_by: tuple[str, ...] = ()

    verbs: str = ""
    """Finite forms and participles that introduce or follow words said: "said", "says", "adding"."""
    according: str = ""
    """Phrases before a source: "according to"."""
    after_source: str = ""
    """Phrases after a source: German "zufolge", Turkish "göre"."""
    he: str = ""
    she: str = ""
    they: str = ""
    it: str = ""
    """Pronouns that can be subjects, by what they can stand for; a word may stand in several rows."""
    mr: str = ""
    ms: str = ""
    """Titles that tell a person's gender."""
    men: str = ""
    women: str = ""
    """Nouns that tell it: "father", "spokeswoman"."""
    persons: str = ""
    """Nouns for somebody that do not tell it: "resident", "nurse"."""
    copulas: str = ""
    """Words before what somebody is: in "was a nurse", "as a nurse" no new person comes."""
    passives: str = ""
    """Phrases whose subject hears and does not speak: "was told"."""
    aged: str = ""
    """How somebody named before is called by an age: "the 36-year-old"."""
    impersonal: str = ""
    """Phrases behind what is written on, without a subject: German "In der Mitteilung heißt es"."""
    groups: str = ""
    """Nouns for several people: "participants", "officials"."""
    titles: str = ""
    """Words of office and rank before a name: "president", "inspector"."""
    organisations: str = ""
    """Nouns for bodies that speak: "ministry", "watchdog"."""
    media: str = ""
    """Nouns for what speaks on paper: "report", "statement"."""
    things: str = ""
    """Words in the names of clubs, events, places and papers, which speak for nobody: "Camp", "Rovers", "Street"."""
    articles: str = ""
    indefinite: str = ""
    """Those of the articles that introduce somebody unknown."""
    determiners: str = ""
    """Words without a capital that begin a source: "one", "his", "several"."""
    conjunctions: str = ""
    relative: str = ""
    """"that": what follows is said, not who says it."""
    reported: str = ""
    """Verb forms of reported speech, which goes on without naming the speaker: German "sei", "habe"."""
    fronting: str = ""
    """Words that open a phrase which is not the subject: prepositions, adverbs."""
    stops: str = ""
    """Words that end a source: what follows tells when, where, to whom, or is another clause."""
    fillers: str = ""
    """Small words between a verb and its subject, or between a subject and its verb."""
    datives: str = ""
    """Words that begin an object before the verb: German "dem"."""
    anaphoric: str = ""
    """Organisation nouns that mean one named before: "the company"."""
    verb_shape: str = ""
    """Regular expression of a finite verb, for verbs that the list lacks: only right behind a quote."""
    naming: str = ""
    """Phrases before a name or title in marks, which is no speech: "called", "the film"."""
    capital_nouns: bool = False
    """Every noun has a capital: a capital says nothing of a name."""
    inverts: bool = True
    """The subject can stand behind the verb before a quote: "In Berlin sagte sie:"."""
    inflects: bool = False
    """Names have cases: behind "according to" stands one that is nobody's name as he bears it."""
    dashes: bool = False
    """Speech may begin with a dash instead of a mark: "– Vi är nöjda, säger Anna Lind."."""
    verb_final: bool = False
    """The reporting verb stands behind the quote, its subject before it: Turkish "X, “…” dedi"."""
    clause_words: int = 8
    """A fragment that follows its verb directly ("said that “…”") is a statement from this many words on."""
    fragment_words: int = 1_000
    """Any attributed fragment is one from this many words on."""
