"""Guesses the language of a text that does not say it: by its letters first, then by its commonest words.

Enough for what a scraped text or a careless page needs; a page's own ``lang`` wins unless all its words are clearly
another language's (see structure). A language identifier from the package index was not taken: py3langid loads for
0.6 s and peaks at 130 MB, and short texts are where such models err (see docs/design.md).
"""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARACTERS = 20_000
_ENOUGH_HITS = 3
_COMMON_SHARE = 0.11
"""In a text of a language its commonest words score at least this much a word; in another's, chance hits do not."""

_WORDS = {
    "en": "the of and to in is that for was with on as it by at from are this has have not be said were which",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch werden wurde bei nach",
    "fr": "le la les de des et en du une un est que pour dans qui sur par plus avec ce au aux ne pas sont été cette",
    "es": "el la los las de que y en un una del por con para se su al es lo como más fue han pero sus este según",
    "it": "il lo la gli le di che e un una del della dei in per con si non da è sono anche nel alla più ha come",
    "pt": "o a os as de que e do da em um uma para com não no na dos das por mais foi ao à são também pelo",
    "pl": "w i z na do się nie że jest to od przez po za o jak dla oraz były był przy ma tym roku które",
    "ro": "și de la în a din cu pe pentru care nu este că au fost sunt mai o un prin după ce se lui",
    "hu": "a az és hogy nem is egy ez van volt meg mint csak már el pedig szerint ki de lesz azt",
    "tr": "ve bir bu da de için ile olarak olan çok daha gibi kadar sonra ancak göre dedi en ise her",
    "az": "və bir bu ilə üçün da də olan edib ki daha sonra görə olub onun isə həm hər ölkə",
    "uz": "va bu bilan uchun bir ham edi deb da bo‘lgan qilish kerak haqida shu esa yilda",
    "hr": "i u je na se da za od su s koji o kao ali iz ne će bi što nije bio nakon tijekom vijeće",
    "bs": "i u je na se da za od su koji kao ali iz ne će bi što nije bio nakon tokom vijeće također",
    "sq": "të e në dhe i për me që nga një është se më ka si por janë kjo u do edhe",
    "sv": "och i att det som en på är av för med till den har inte om ett han var från",
    "nl": "de het een van en in is dat op te voor met zijn die niet aan er ook als bij",
    "nb": "og i det som en på er av for med til den har ikke at et han var fra etter blir",
    "da": "og i det som en på er af for med til den har ikke at et han var fra efter bliver",
    "fi": "ja on ei että se oli hän mutta myös kun ovat mukaan jos niin kuin sekä",
    "cs": "a v se na je že s z do o i to jako by pro podle ale jsou byl bylo také který která při",
    "sk": "a v sa na je že s z do o aj to ako by pre podľa ale sú bol bolo tiež ktorý ktorá pri",
    "lt": "ir į kad su yra iš o bet tai kaip už nuo buvo metų taip jis pagal dėl po",
    "id": "yang dan di ini itu dengan untuk dari dalam akan pada tidak ke juga adalah oleh kata telah",
    "vi": "và của là có được trong cho không với các một người đã những khi để này",
    "sw": "na ya wa kwa ni katika la za kuwa hiyo huo hilo cha kama baada lakini pia",
    "ru": "и в не на что с по это как из к от для за его был а но все также они который после",
    "uk": "і в на не що з та до за про це як від у його був але також які після під щодо",
    "be": "і ў на не што з да за гэта як ад у яго быў але таксама якія пасля пра яна",
    "bg": "и на в за да от се не са с по че е до като при това който във със беше след",
    "mk": "и на во за да од се не со дека е по како што до го беше кои ќе се според",
    "sr": "и у је на се да за од су који као али из не ће би што није био после током",
    "kk": "және бұл мен деп бар үшін бір да де осы болған туралы еді жылы кейін оның емес",
    "ky": "жана бул менен деп бар үчүн бир да эле болгон тууралуу жылы кийин анын эмес",
    "tt": "һәм бу белән дип өчен бер да дә булган турында иде елда соң аның түгел",
    "ba": "һәм был менән тип өсөн бер ҙә булған тураһында ине йылда һуң уның түгел",
    "ar": "في من على أن إلى التي عن مع هذا كان قال هذه ما لا بعد الذي وقال بين كما",
    "fa": "در به از که این را با است برای آن یک شد های می خود تا بر گفت کرد شده",
}
_ALPHABETS = (
    ("hy", re.compile(r"[\u0531-\u0587]")),
    ("ka", re.compile(r"[\u10d0-\u10ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)
_SCRIPTS = frozenset(language for language, _ in _ALPHABETS)
_LANGUAGES_OF_WORD: dict[str, list[str]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF_WORD.setdefault(_word, []).append(_language)


_LEAST_WORDS = 12
_CLEAR_SHARE = 0.3
"""A passage's commonest words score at least this much a word, and a third of it at most in the article's language."""
_KIN = "da nb no nn sv | hr bs sr sh | cs sk | ru uk be bg mk sr | tr az | kk ky tt ba | id ms | pt es gl it | ja zh"
_ALIKE = tuple(frozenset(kin.split()) for kin in _KIN.split("|"))


def passage_language(text: str, article: str | None) -> str | None:
    """The language of a passage that is clearly not in the article's language (ISO 639-1), else null. Kin languages
    are never told apart: a wrong voice is worse than an accent.
    """
    own = (article or "").split("-")[0].lower()
    words = _WORD.findall(text[:_SAMPLE_CHARACTERS].lower())
    guess = guess_language(text) if own and (len(words) >= _LEAST_WORDS or _is_other_script(text)) else None
    if guess is None or guess == own or any({guess, own} <= kin for kin in _ALIKE):
        return None
    if guess in _SCRIPTS:
        return guess
    theirs, ours = _score(words, guess), _score(words, own)
    return guess if theirs >= len(words) * _CLEAR_SHARE and ours * 3 <= theirs and own in _WORDS else None


def _score(words: list[str], language: str) -> int:
    owners = [_LANGUAGES_OF_WORD.get(word, ()) for word in words]
    return sum(1 if len(known) > 1 else 2 for known in owners if language in known)


def _is_other_script(text: str) -> bool:
    return sum(char > "\u2e80" for char in text) >= _LEAST_WORDS


def guess_language(text: str) -> str | None:
    """The likeliest language (ISO 639-1) of a text, or null when its words do not say."""
    sample = text[:_SAMPLE_CHARACTERS]
    letters = sum(map(str.isalpha, sample))
    for language, pattern in _ALPHABETS:
        if letters and len(pattern.findall(sample)) * 3 > letters:
            return language
    hits: Counter[str] = Counter()
    words = _WORD.findall(sample.lower())
    for word in words:
        owners = _LANGUAGES_OF_WORD.get(word, ())
        for language in owners:
            hits[language] += 1 if len(owners) > 1 else 2  # a word of one language only is the better witness
    best = hits.most_common(2)
    if not best or best[0][1] < max(_ENOUGH_HITS * 2, len(words) * _COMMON_SHARE):
        return None
    return best[0][0] if len(best) == 1 or best[0][1] > best[1][1] else None
