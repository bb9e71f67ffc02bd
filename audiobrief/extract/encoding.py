"""Bytes of a page to text: what was declared, unless the bytes say otherwise. Never raises."""

from __future__ import annotations

import codecs
import re

from audiobrief.text.controls import cleaned
from audiobrief.text.later import later

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Browsers read these labels as supersets (WHATWG Encoding Standard, "Names and labels").
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "koi8-r": "koi8-u",
    "utf-7": "cp1252",  # never sniffed: a known way to smuggle markup
}
_LABELS = {"x-sjis": "shift_jis", "x-gbk": "gbk", "x-x-big5": "big5", "x-cp1251": "cp1251", "x-cp1252": "cp1252",
           "x-euc-jp": "euc_jp", "x-mac-roman": "mac_roman", "x-mac-cyrillic": "mac_cyrillic", "unicode": "utf-16-le",
           "windows-31j": "cp932", "windows-949": "cp949", "windows-874": "cp874", "dos-874": "cp874",
           "ks_c_5601-1987": "cp949", "unicode-1-1-utf-8": "utf-8"}  # fmt: skip
_MULTIBYTE = frozenset({"gb18030", "cp932", "euc_jp", "cp949", "big5hkscs", "iso2022_jp"})

# Tried in this order when nothing usable was declared; on a tie the earlier one wins.
_GUESSES = ("cp1252", "cp1251", "gb18030", "cp932", "euc_jp", "cp949", "big5hkscs", "koi8-u", "cp1250", "cp1254",
            "cp1257", "cp1253", "cp1255", "cp1256", "cp874")  # fmt: skip

_META = re.compile(rb"""<meta\s[^>]{0,400}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.I)
_XML = re.compile(rb"""^\s{0,99}<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""", re.I)
_HEADER = re.compile(r"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.I)

_SNIFF_BYTES = 4096
_GUESS_BYTES = 65_536


def decode(body: bytes, content_type: str) -> str:
    """Returns the text of a page, without control characters.

    The order of evidence is the WHATWG HTML standard's (byte order mark, header, meta), with two differences for pages
    that declare wrongly: text that is valid UTF-8 with characters beyond ASCII is UTF-8, and a declared encoding which
    the bytes do not fit gives way to a better one.
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return cleaned(body[len(bom) :].decode(encoding, "replace"))
    wide = _utf16_without_bom(body)
    if wide:
        return cleaned(body.decode(wide, "replace"))
    declared = _declared(body, content_type)
    return cleaned(_decode_as(body, declared))


def _utf16_without_bom(body: bytes) -> str | None:
    """Finds UTF-16 by its zero bytes on one side of nearly every pair: markup is ASCII in every language."""
    sample = body[:_SNIFF_BYTES]
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > pairs * 0.1 and even < odd * 0.1:
        return "utf-16-le"
    if even > pairs * 0.1 and odd < even * 0.1:
        return "utf-16-be"
    return None


def _declared(body: bytes, content_type: str) -> list[str]:
    """Returns the encodings that header and page name, as Python names them, the header's first."""
    head = body[:_SNIFF_BYTES]
    labels = [match[1] for match in _HEADER.finditer(content_type)]
    labels += [match[1].decode("ascii", "replace") for pattern in (_XML, _META) for match in pattern.finditer(head)]
    names = dict.fromkeys(name for name in map(_python_name, labels) if name)
    # Text without zero bytes is not in UTF-16, whatever it declares.
    return [name for name in names if not name.startswith(("utf-16", "utf-32"))]


def _python_name(label: str) -> str | None:
    label = label.strip().lower()
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
        b"".decode(name)  # refuses codecs that are not text encodings, such as hex
    except (LookupError, ValueError):
        return None
    return _SUPERSETS.get(name, name)


def _decode_as(body: bytes, declared: list[str]) -> str:
    return _as_utf8(body, declared) or _as_declared(body, declared) or body.decode(_guess(body), "replace")


def _as_utf8(body: bytes, declared: list[str]) -> str | None:
    """Decodes valid UTF-8, unless it may be of the encoding of many bytes that was declared first."""
    utf8 = _strictly(body, "utf-8")
    first = next(iter(declared), "")
    if utf8 is None or first not in _MULTIBYTE:
        return utf8
    # Eight bytes of Chinese can pass for UTF-8 by chance; the escapes of ISO-2022-JP are ASCII.
    is_doubtful = first == "iso2022_jp" or _beyond_ascii(body) < 8
    return (_strictly(body, first) if is_doubtful else None) or utf8


def _as_declared(body: bytes, declared: list[str]) -> str | None:
    """Decodes as the first encoding that fits, else as the first that fits but for a few characters."""
    fitting = next((text for encoding in declared if (text := _strictly(body, encoding)) is not None), None)
    if fitting is not None:
        return fitting
    # A few broken characters (a cut-off page, a stray byte from another source) are no reason to doubt.
    most = _beyond_ascii(body) / 20
    lenient = (body.decode(encoding, "replace") for encoding in ["utf-8", *declared])
    return next((text for text in lenient if text.count("\ufffd") <= most), None)


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except ValueError:
        return None


def _beyond_ascii(body: bytes) -> int:
    return len(body.translate(None, bytes(range(128))))


def _guess(body: bytes) -> str:
    """Returns the encoding in which the bytes beyond ASCII look most like words."""
    first = next((at for at, byte in enumerate(body) if byte > 127), 0)
    sample = body[max(0, first - 64) : first + _GUESS_BYTES]
    return max(_GUESSES, key=lambda encoding: _likeness(sample, encoding))


# Letters and marks that text in the encoding's languages is made of; everything else beyond ASCII counts against. Latin
# letters with accents stand alone or in twos between plain ones, the letters of other alphabets only among themselves.
_LATIN = "(?<![^\\x00-\\x7f]{2})[%s](?![^\\x00-\\x7f]{2})|[’‘“”„–—…«»\xa0]"
_LETTERS = "(?<![A-Za-z])[%s](?![A-Za-z])|(?<![A-Za-z%s])[%s]"
_CYRILLIC = ("а-яёіїєґў", "а-яёіїєґўА-ЯЁІЇЄ", "А-ЯЁІЇЄ№")
_TYPICAL = {
    "cp1252": later(_LATIN % "àâäáãåæçèéêëìíîïñòóôöõøùúûüßœ°€£§·¿¡ÄÖÜÉÅØÆÀÇ"),
    "cp1251": later(_LETTERS % _CYRILLIC + "|[«»—–…„“”’\xa0]"),
    "koi8-u": later(_LETTERS % _CYRILLIC + "|\xa0"),
    "cp1250": later(_LATIN % "ąćęłńóśźżáčďéěíňřšťúůýžöüäőűăâîșțşţđŁŚŻČŠŽ"),
    "cp1254": later(_LATIN % "çğıöşüÇĞİÖŞÜâîû"),
    "cp1257": later(_LATIN % "ąčęėįšųūžāēģīķļņõäöüĄČĖĮŠŪŽ"),
    "cp1253": later(_LETTERS % ("α-ωάέήίόύώϊϋς", "α-ωΑ-Ω", "Α-ΩΆΈΉΊΌΎΏ") + "|[«»’–—\xa0]"),
    "cp1255": later("(?<![A-Za-z])[א-ת](?![A-Za-z])|[–—’“”\xa0]"),
    "cp1256": later("(?<![A-Za-z])[ء-يپچژگک](?![A-Za-z])|[،؛؟«»–\xa0]"),
    "cp874": later("[ก-ฮ][ัิ-ฺ็-๎]*|[เ-ไ](?=[ก-ฮ])|[ะาำฯๆ“”]"),
    "gb18030": later("(?<![a-z])[\u4e00-\u9fff，。、；：？！“”‘’（）《》【】—…·]"),
    "big5hkscs": later("(?<![a-z])[\u4e00-\u9fff，。、；：？！「」『』（）《》【】—…]"),
    "cp932": later("(?<![a-z])[\u3040-\u30ff\u4e00-\u9fff、。「」『』（）・ー！？]"),
    "euc_jp": later("(?<![a-z])[\u3040-\u30ff\u4e00-\u9fff、。「」『』（）・ー！？]"),
    "cp949": later("(?<![a-z])[\uac00-\ud7a3“”‘’·…]"),
}
# Nearly any bytes are some Chinese character: a text must also show its language's commonest ones.
_COMMON = later("[\u3040-\u309f\uac00-\ud7a3，。、的一是在不了有和人中年月日大上为為国國会會]")
# Hebrew read as Cyrillic makes words without these letters and without capitals.
_RUSSIAN = later("[ыьэюяіїА-Я]")
_BEYOND_ASCII = later("[^\x00-\x7f]")


def _likeness(sample: bytes, encoding: str) -> float:
    """Returns the share of characters beyond ASCII that are typical; encodings that fit nearly all must show more."""
    text = sample.decode(encoding, "ignore" if encoding in _MULTIBYTE else "replace")
    beyond = len(_BEYOND_ASCII.findall(text))
    if not beyond:
        return 0.0
    typical = sum(len(match[0]) for match in _TYPICAL[encoding].finditer(text)) / beyond
    if encoding in _MULTIBYTE:
        lost = 1 - len(text.encode(encoding, "ignore")) / len(sample)
        common = len(_COMMON.findall(text)) / beyond
        return typical * (1 - min(1.0, lost * 4)) * min(1.0, 0.8 + 2 * common)
    is_unlikely = encoding == "cp1251" and not _RUSSIAN.search(text)
    return typical * (0.9 if is_unlikely else 0.98)
