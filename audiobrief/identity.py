"""What makes two readings of a page the same article: addresses, titles, texts, and the names made from them. Pure."""

from __future__ import annotations

import contextlib
import hashlib
import re
import unicodedata
import uuid
from array import array
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from audiobrief.model import Article, Role, digest

_PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # podcast namespace, docs/tags/guid.md
_ARTICLE_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "audiobrief.article")

# Parameters that say where a reader came from, never which article is meant.
_TRACKING = re.compile(
    r"utm_\w+|at_\w+|hsa_\w+|mc_[ce]id|_hs\w+|vero_\w+|pk_\w+|mtm_\w+|stm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid"
    r"|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|s_cid|cmpid?|ocid|ncid|icid|sr_share|smid|smtyp|srnd|sref"
    r"|phpsessid|jsessionid|partner|xtor|xtref|wt_\w+|_ga|_gl|oly_\w+|ref|ref_src|ref_url|referrer|spm|share|__twitter_impression|rss|feed",
    re.IGNORECASE,
)
_FRONT_PATH = re.compile(
    r"/?(([a-z]{2}([-_][a-z]{2})?|home|news|startpage)/?)?((index|default|home)(\.\w{1,5})?/?)?", re.IGNORECASE
)
_HOST_PREFIX = re.compile(r"^(www\d?|m|mobile|amp)\.")
_DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)\d")
_SLUG_DIGITS = 10  # eight are of an older episode: formats.is_older
_SHINGLE_WORDS = 4
_SHINGLE_LIMIT = 4000
_SKETCH_SIZE = 16
_SAME_STORY = 0.5  # of the shorter text in the longer one: an edited article, not another one

# Letters that Unicode's decomposition leaves alone, as newspapers and passports write them.
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяєіїґўӣқғҳҷӯαβγδεζηθικλμνξοπρσςτυφχψωßæøœđðþłıħŧŋ",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya ye i yi g u i q gh h j u "
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o ss ae o oe d d th l i h t ng".replace("_", "").split(" "),
        strict=True,
    )
)


def normal_address(url: str) -> str | None:
    """Writes an http(s) address without what does not tell articles apart; None when it is not one.

    Scheme, ``www.``, usual port, tracking parameters, fragment and closing slash are left out.
    """
    try:
        parts = urlsplit(url.strip())
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    with contextlib.suppress(UnicodeError):  # a name that no server can have still tells articles apart
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    asked = f"?{urlencode(sorted(query))}" if query else ""
    return f"{_HOST_PREFIX.sub('', host)}{port}{_normal_path(parts.path)}{asked}"


def _normal_path(path: str) -> str:
    steps = (unquote(step, errors="surrogateescape") for step in path.split("/"))
    quoted = "/".join(quote(step, safe="~!$&'()*+,;=:@", errors="surrogateescape") for step in steps)
    return re.sub(r"/+", "/", quoted).rstrip("/")


def is_front_page(url: str) -> bool:
    """Tells whether an address is a site's (or a language's) start page, which is no article's own."""
    address = normal_address(url)
    if address is None or "?" in address:
        return False
    return _FRONT_PATH.fullmatch("/" + address.partition("/")[2]) is not None


def same_site(one: str, other: str) -> bool:
    """Tells whether two addresses belong to one site: equal hosts, or one is below the other."""
    return _is_one_site(site_of(one), site_of(other))


def site_of(url: str) -> str:
    """Returns the host of an address, as far as it tells sites apart; "" of what is no address."""
    return re.split("[/?]", normal_address(url) or "", maxsplit=1)[0]


def _is_one_site(a: str, b: str) -> bool:
    return bool(a and b) and (a == b or a.endswith(f".{b}") or b.endswith(f".{a}"))


def article_addresses(article: Article, source_url: str) -> tuple[str, ...]:
    """Returns the normal addresses that stand for an article: where it was fetched, then its canonical one.

    A canonical link to another site or to a front page is a mistake of the page and left out.
    """
    is_trusted = not normal_address(source_url) or same_site(article.url, source_url)
    urls = (source_url, article.url if is_trusted else "")
    addresses = (normal_address(url) for url in urls if url and not is_front_page(url))
    return tuple(dict.fromkeys(filter(None, addresses)))


def title_key(title: str) -> str:
    """Folds a title to its letters and digits, for comparing."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def text_hash(article: Article) -> str:
    """Computes SHA-256 (hex) of what a listener hears: the title, and role and text of every block.

    Dates are left out ("Updated 3 hours ago" is no correction), and so is how blanks are set.
    """
    blocks = [[block.role.value, _folded(block.text)] for block in article.blocks if block.role is not Role.DATE]
    return digest([_folded(article.title), blocks])


def shingles(article: Article) -> array[int]:
    """Hashes every four words in a row, sorted: what two versions of one text share. At most 4,000.

    Notices and credits do not count: a site prints the same under every article.
    """
    told = (block.text for block in article.blocks if block.role not in (Role.NOTICE, Role.CREDIT))
    words = re.findall(r"\w+", " ".join(told).casefold())
    runs = (" ".join(words[at : at + _SHINGLE_WORDS]) for at in range(max(len(words) - _SHINGLE_WORDS + 1, 0)))
    hashes = {int.from_bytes(hashlib.blake2b(run.encode(), digest_size=7).digest(), "big") for run in runs}
    return array("q", sorted(hashes)[:_SHINGLE_LIMIT])


def sketch(hashes: array[int]) -> tuple[int, ...]:
    """Returns the smallest hashes of a text: equal texts have equal ones, so that a database can look for them."""
    return tuple(hashes[:_SKETCH_SIZE])


def containment(one: array[int], other: array[int]) -> float:
    """Measures how much of the shorter text stands in the longer one, 0 to 1 (a short first report grows)."""
    shorter = min(len(one), len(other))
    return len(set(one) & set(other)) / shorter if shorter else 0.0


def resemblance(one: array[int], other: array[int]) -> float:
    """Measures how much two texts have in common, 0 to 1 (Jaccard)."""
    both = len(set(one) | set(other))
    return len(set(one) & set(other)) / both if both else 0.0


def article_guid(key: str) -> str:
    """Makes a UUID from what an article was first known by."""
    return str(uuid.uuid5(_ARTICLE_NAMESPACE, key))


def feed_guid(feed_url: str) -> str:
    """Makes a podcast's ``podcast:guid``: UUIDv5 of its address without scheme and closing slashes."""
    return str(uuid.uuid5(_PODCAST_NAMESPACE, re.sub(r"^\w+://", "", feed_url).rstrip("/")))


def slug(title: str, distinct: str, limit: int = 60) -> str:
    """Makes a folder's name and part of an address: ``<words-of-the-title>-<10 hex digits>``.

    Lower-case ASCII letters, digits and hyphens, at most ``limit`` characters. The digits come from ``distinct`` (a
    guid and whatever tells versions apart), so that equal titles differ and no name is one that Windows reserves.
    """
    tail = hashlib.sha256(distinct.encode("utf-8", "surrogatepass")).hexdigest()[:_SLUG_DIGITS]
    spelled = "".join(map(_spelled, unicodedata.normalize("NFC", title).lower()))
    plain = spelled.encode("ascii", "ignore").decode("ascii").lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
    room = limit - len(tail) - 1
    if len(words) > room:
        cut = words[: room + 1].rpartition("-")[0]
        words = (cut or words[:room]).rstrip("-")
    return f"{words or 'episode'}-{tail}"


def file_stem(title: str) -> str:
    """Makes the name of a file that its owner sees, without its ending: ``<words-of-the-title>``.

    A device of Windows (``con``, ``nul``) is that whatever ending follows, so such a name is no longer one word.
    """
    words = slug(title, "").rpartition("-")[0]
    return f"{words}-1" if _DEVICES.fullmatch(words) else words


@dataclass(frozen=True, slots=True)
class Listing:
    """How a feed names an article."""

    feed: str
    """Its address."""
    name: str = ""
    """Its own name of the article (guid), "" where it has none that counts."""
    gave_text: bool = False
    """The text is the feed's, not a page's."""

    @property
    def key(self) -> str:
        """Returns what stands for both, and tells neither."""
        return f"feed:{digest(self.feed)[:24]}:{digest(self.name)[:40] if self.name else ''}"


NOT_LISTED = "feed::"
"""In place of a listing's key, of an article that no feed gave."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of an article for knowing it again."""

    title: str
    published: str | None
    text_hash: str
    hashes: array[int]
    home: str
    """The site that it is from; "" when that is not known."""
    is_others_too: bool = False
    """The owner gave it, or another feed names it as well."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it was just read, with everything it can be known by."""

    article: Article
    addresses: tuple[str, ...]
    """Where it was fetched, then its canonical one."""
    source: str | None
    """Where it was fetched, normalised; None for a file."""
    text_hash: str
    hashes: array[int]
    listing: Listing | None = None

    @classmethod
    def of(cls, article: Article, source_url: str, listing: Listing | None = None) -> Reading:
        """Gathers what an article can be known by; ``source_url`` is where it was fetched, "" for a file."""
        addresses = article_addresses(article, source_url)
        source = normal_address(source_url)
        return cls(article, addresses, source, text_hash(article), shingles(article), listing)

    @property
    def home(self) -> str:
        """Returns the site whose article it is: that of its page."""
        return site_of(self.article.url)

    @property
    def keys(self) -> tuple[str, ...]:
        """Returns what it is looked up by, the strongest first; never empty."""
        if self.addresses:
            named = (self.listing.key,) if self.listing and self.listing.name else ()
            return (*(f"url:{address}" for address in self.addresses), *named)
        title = title_key(self.article.title)
        by_text = f"text:{self.text_hash}"
        return (f"title:{title}|{(self.article.published or '')[:10]}", by_text) if title else (by_text,)

    def agrees(self, key: str, known: Known) -> bool:
        """Tells whether an article known under the same key is this one.

        An address alone does not do: sites print one canonical link on every page, or put a new story at an old place.
        Title and date alone do not either: "Morning news" comes twice a day. And only its own site may change it:
        whoever leads to an article by a link, a redirect or a name could change it otherwise.
        """
        kind = key.partition(":")[0]
        if kind == "text" or self.text_hash == known.text_hash:
            return True
        if kind == "title":
            return self._tells(known) or not self.hashes or not known.hashes
        return self.may_change(known) and (
            self._tells(known) or self._has_title(known.title) or self._is_rewritten(key, known)
        )

    def is_moved(self, known: Known) -> bool:
        """Tells whether an article with nearly the same text is this one at another address of its site."""
        is_of_day = self._is_of_day(known.published) or not (self.article.published and known.published)
        return bool(known.home) and self.may_change(known) and self._has_title(known.title) and is_of_day

    def may_change(self, known: Known) -> bool:
        """Tells whether what was read comes from the site whose article is known; any may where that is unknown."""
        giver = site_of(self.listing.feed) if self.listing and self.listing.gave_text else self.home
        return not known.home or _is_one_site(giver, known.home)

    def _tells(self, known: Known) -> bool:
        return containment(self.hashes, known.hashes) >= _SAME_STORY

    def _is_rewritten(self, key: str, known: Known) -> bool:
        """Tells whether other words under another headline are the same article all the same.

        At one address, by the day. A feed's name says so by itself, where it is the feed of that site or the only one
        that gives the article; unless the page is of another day: a column that comes daily under one name.
        """
        if key == f"url:{self.source}" and self._is_of_day(known.published):
            return True
        if self.listing is None or key != self.listing.key:
            return False
        is_of_day = self._is_of_day(known.published) or not (self.article.published and known.published)
        return is_of_day and (not known.is_others_too or _is_one_site(site_of(self.listing.feed), known.home))

    def _has_title(self, title: str) -> bool:
        own = title_key(self.article.title)
        return bool(own) and own == title_key(title)

    def _is_of_day(self, published: str | None) -> bool:
        own = (self.article.published or "")[:10]
        return bool(own) and own == (published or "")[:10]


def _spelled(letter: str) -> str:
    """A letter in ASCII as far as it can be: from the table, or its parts from there, accents left out."""
    parts = unicodedata.normalize("NFKD", letter)
    return _LATIN.get(letter) or "".join(_LATIN.get(part, part) for part in parts)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
