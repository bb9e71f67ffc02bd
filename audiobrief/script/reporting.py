"""How each language says that someone said something: verbs, "according to", pronouns, titles.

One row per language. ``*`` at a word's end stands for any ending. A language without a row uses no verbs: its quotes
are found by their marks and their place in the sentence, without a source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache


@dataclass(frozen=True, slots=True)
class Row:
    """Words are separated by blanks, phrases by " | "."""

    verbs: str
    """Finite forms: "said", "says"; participles that pass for them ("quoted as saying")."""
    according: str
    """Phrases before a source: "according to"."""
    after_source: str = ""
    """Words after a source: "zufolge"."""
    he: str = ""
    she: str = ""
    they: str = ""
    it: str = ""
    """Pronouns that can be subjects, by what they can stand for; one word may stand in several rows."""
    mr: str = ""
    ms: str = ""
    """Titles that tell a person's gender."""
    fronting: str = ""
    """Words that open a phrase which is not the subject: prepositions, adverbs, conjunctions."""
    stops: str = ""
    """Words that end a source: what follows tells when, where, to whom, or is another clause."""
    articles: str = ""
    relative: str = ""
    men: str = ""
    """Nouns for men ("father", "spokesman")."""
    women: str = ""
    media: str = ""
    """Nouns for what carries words but says nothing itself: "statement", "tweet", "interview"."""
    naming: str = ""
    """Words before a name or term in marks that is no speech: "called", "known as", "the film"."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """A row, compiled."""

    language: str
    verb: re.Pattern[str]
    according: re.Pattern[str]
    after_source: re.Pattern[str]
    said: re.Pattern[str]
    """An attribution after a quote's last mark of punctuation."""
    fronting: frozenset[str]
    stops: frozenset[str]
    articles: frozenset[str]
    relative: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    they: frozenset[str]
    it: frozenset[str]
    mr: frozenset[str]
    ms: frozenset[str]
    men: frozenset[str]
    women: frozenset[str]
    media: re.Pattern[str]
    naming: re.Pattern[str]
    pronouns: frozenset[str] = field(default=frozenset())


ROWS: dict[str, Row] = {
    "en": Row(
        verbs="said says say told tells tell added adds add wrote writes write tweeted tweets posted asked asks ask "
        "replied replies responded responds answered answers explained explains argued argues argue warned warns "
        "warn noted notes note stated states claimed claims claim insisted insists stressed stresses admitted admits "
        "acknowledged acknowledges announced announces declared declares continued continues recalled recalls "
        "concluded concludes commented comments remarked remarks observed observes suggested suggests complained "
        "complains confirmed confirms denied denies promised promises vowed vows predicted predicts joked jokes "
        "quipped exclaimed shouted shouts whispered cried yelled urged urges pleaded thinks thought believes "
        "believed reads read "
        "described describes called reported reports emphasized emphasised emphasizes reiterated reiterates "
        "countered counters cautioned cautions lamented laments boasted boasts alleged alleges contended contends "
        "conceded concedes reflected reflects testified testifies mused muses pointed points quoted chanted "
        "interjected agreed agrees recounted recounts maintained maintains asserted asserts revealed reveals "
        "pledged pledges summed sums blasted slammed "
        "praised hailed criticized criticised condemned demanded demands begged begs texted emailed went goes "
        "opined offered offers shot echoed wondered wonders elaborated clarified proclaimed snapped sighed "
        "laughed joking saying adding telling writing noting warning explaining arguing tweeting insisting "
        "stressing recalling asking declaring claiming calling stating reaffirmed reaffirms expressed expresses underlined "
        "underscored welcomed",
        according="according to | in the words of | as per",
        he="he",
        she="she",
        they="they we",
        it="it who",
        mr="mr mr. sir lord king prince father",
        ms="mrs mrs. ms ms. miss lady queen princess dame sister",
        fronting="in on at after before during from with by for as when while although though if since because "
        "to of last this that earlier later meanwhile but and or however also then so yet still yesterday today "
        "tomorrow now monday tuesday wednesday thursday friday saturday sunday asked according despite amid "
        "speaking writing where why what how about under over until upon following responding referring "
        "ahead not there here instead separately finally additionally moreover",
        stops="in on at after before during from with to as when while who which that by for if since because about "
        "last this earlier later and but or yesterday today tomorrow monday tuesday wednesday thursday friday "
        "saturday sunday through via outside inside near over under late early ahead following amid despite of "
        "is was were are has had have will would could should",
        articles="a an the",
        relative="that whether if",
        men="man men boy father son brother husband spokesman chairman congressman businessman uncle grandfather "
        "king prince actor policeman fireman salesman boyfriend fisherman widower king monk",
        women="woman women girl mother daughter sister wife spokeswoman chairwoman congresswoman businesswoman aunt "
        "grandmother queen princess actress policewoman widow girlfriend nun waitress",
        media="statement tweet interview post letter speech report email e-mail message memo note release communique "
        "communiqué briefing conference address broadcast video text call filing ruling article column editorial "
        "sign banner headline declaration words comment* remark*",
        naming="called | so-called | known as | titled | entitled | dubbed | nicknamed | named | the word | the term | "
        "the phrase | the film | the movie | the book | the song | the album | the novel | the show | the series | "
        "the play | labeled | labelled | branded | declared a | declared an | designated | the single | the musical",
    ),
    "de": Row(
        verbs="sagt sagte sagten sagen gesagt erklärt erklärte erklärten erklären meint meinte meinten betont betonte "
        "betonten ergänzt ergänzte fügte fügten fügt schreibt schrieb schrieben geschrieben berichtet berichtete "
        "berichteten berichten warnt warnte warnten kritisiert kritisierte kritisierten fordert forderte forderten "
        "teilte teilten teilt mitgeteilt kündigte kündigten angekündigt äußerte äußerten geäußert kommentiert "
        "kommentierte kommentierten kommentierend antwortet antwortete antworteten fragt fragte fragten zitiert "
        "zitierte zitieren bezeichnet bezeichnete bezeichneten nennt nannte nannten sprach spricht sprachen "
        "gesprochen behauptet behauptete behaupteten versichert versicherte bekräftigt bekräftigte unterstrich "
        "hob verwies verwiesen verweist wies räumte gestand begründet begründete begründeten heißt hieß rief riefen "
        "twitterte twittert urteilt urteilte urteilten beklagt beklagte bemängelt bemängelte verlangt verlangte "
        "verteidigt verteidigte lobte lobt bestätigt bestätigte bestätigten gibt gab gaben erzählt erzählte "
        "erzählten formuliert formulierte resümiert resümierte rechtfertigt rechtfertigte rät riet lautet lautete "
        "lauteten titelte titelt findet fand glaubt glaubte hofft hoffte sieht sah sehe bedauert bedauerte "
        "wertet wertete wirft warf fuhr fährt bemerkt bemerkte verkündet verkündete verkündeten "
        "argumentiert argumentierte dementiert dementierte prophezeit prophezeite vermutet vermutete konstatiert "
        "konstatierte entgegnet entgegnete erwidert erwiderte gratulierte appellierte appelliert mahnt mahnte "
        "stellte stellt begrüßt begrüßte freute freut zeigte zeigt resümieren",
        according="laut | nach angaben | nach Ansicht | nach Auffassung | nach Meinung | nach Einschätzung | nach "
        "Aussage | nach Aussagen | nach Worten | nach den Worten | nach Informationen | gemäß | so",
        after_source="zufolge",
        he="er dieser",
        she="sie diese",
        they="sie diese man wir",
        it="es",
        mr="herr herrn",
        ms="frau",
        fronting="in im am an auf bei beim mit nach vor während seit zu zum zur aus über unter wegen trotz gegen für "
        "von vom bis durch ohne um als wenn weil da dass ob dazu dabei darin damit dagegen zudem außerdem auch "
        "gleichzeitig weiter weiterhin heute gestern morgen zuvor danach dann nun jetzt so daraufhin ferner hierzu "
        "allerdings jedoch aber und oder doch denn wörtlich später kürzlich anschließend gegenüber laut gemäß "
        "entsprechend darüber dort hier bereits schon erst noch montag dienstag mittwoch donnerstag freitag "
        "samstag sonntag demnach zugleich schließlich insgesamt stattdessen angesichts anlässlich bezüglich "
        "hinsichtlich ebenfalls ebenso wie wo was wer warum worauf worin unterdessen inzwischen indes dementsprechend",
        stops="in im am an auf bei beim mit nach vor während seit zu zum zur aus über unter wegen trotz gegen "
        "für von vom bis durch ohne um als wenn weil da dass daß ob dazu dabei darin damit dagegen zudem auch "
        "heute gestern morgen zuvor danach dann nun jetzt so daraufhin ferner hierzu allerdings jedoch aber und "
        "wörtlich später anschließend gegenüber weiter weiterhin mit fort hinzu aus ein anlässlich es ihn ihm sich "
        "am ist war sind waren wird wurde wurden hat hatte habe haben sei seien nicht ihre ihren ihr sein seine "
        "seinen den dem",
        articles="der die das dem den des ein eine einer eines einem einen",
        relative="dass daß ob",
        men="mann vater sohn bruder sprecher präsident minister kanzler vorsitzende chef direktor trainer bürgermeister "
        "könig prinz papst",
        women="frau mutter tochter schwester sprecherin präsidentin ministerin kanzlerin chefin direktorin trainerin "
        "bürgermeisterin königin prinzessin",
        media="erklärung presseerklärung mitteilung pressemitteilung stellungnahme interview gespräch brief bericht "
        "rede schreiben mail tweet worten worte aussage bekanntmachung entwurf kommentar pressekonferenz begründung",
        naming="namens | sogenannte* | so genannte* | unter dem Namen | mit dem Namen | mit dem Titel | unter dem Titel | "
        "unter dem Motto | der Film | das Buch | die Zeitung | der Zeitung | Tageszeitung | Zeitschrift | Magazin | "
        "den Titel | die Bezeichnung | der Begriff | das Wort | des Films | der Sendung | dem Schiff | genannt* | Preis | "
        "Operation | Projekt | der Band",
    ),
}


def _alternatives(words: str) -> str:
    parts = []
    for phrase in words.split("|") if "|" in words else words.split():
        clean = " ".join(phrase.split())
        if clean:
            parts.append(re.escape(clean).replace(r"\*", r"\w*").replace(r"\ ", r"\s+"))
    return "|".join(sorted(parts, key=len, reverse=True)) or r"(?!)"


@cache
def grammar(language: str) -> Grammar:
    """The compiled row of a language ("pt" of "pt-BR"); an empty one where there is none."""
    row = ROWS.get(language) or Row(verbs="", according="")
    verb = _alternatives(row.verbs)
    word = r"[^\s,.;:!?…\"“”„«»]+"
    rest = rf"[,.!?…;]?[\"“”»’']*\s*[,–—-]*\s*(?:{word}\s+){{0,7}}?(?:{verb})\b"
    words = {name: frozenset(getattr(row, name).split()) for name in _WORD_SETS}
    return Grammar(
        language=language,
        verb=_pattern(verb),
        according=_pattern(_alternatives(row.according if "|" in row.according else row.according + " |")),
        after_source=_pattern(_alternatives(row.after_source)),
        said=re.compile(r"[,!?](?<!\d,)" + rest[len(r"[,.!?…;]?") :], re.IGNORECASE)
        if row.verbs
        else re.compile(r"(?!)"),
        media=_pattern(_alternatives(row.media)),
        naming=re.compile(rf"\b(?:{_alternatives(row.naming)})\s*$", re.IGNORECASE),
        pronouns=words["he"] | words["she"] | words["they"] | words["it"],
        **words,
    )


_WORD_SETS = (
    "fronting",
    "stops",
    "articles",
    "relative",
    "he",
    "she",
    "they",
    "it",
    "mr",
    "ms",
    "men",
    "women",
)


def _pattern(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)
