"""Bytes to text: declared rightly, wrongly or not at all."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audiobrief.extract.encoding import decode

# Invented news sentences in the encodings that pages of their language once came in.
TEXTS = {
    "cp1252": "Die Brücke über den Fluss wird „größer“ als früher – der Café-Besitzer freut sich.",
    "cp1250": "Most nad rzeką został zamknięty, źródła mówią o szkodach w całym mieście.",
    "cp1251": "Мост через реку закрыли на ремонт, сообщил мэр города. «Подождём», — сказал он.",
    "cp1253": "Η γέφυρα πάνω από το ποτάμι έκλεισε σήμερα, δήλωσε ο δήμαρχος.",
    "cp1254": "İstanbul’da köprü bugün şiddetli yağış yüzünden kapatıldı, dedi sözcü.",
    "cp1255": "הגשר מעל הנהר נסגר היום, אמר ראש העיר.",
    "cp1256": "قال رئيس البلدية إن الجسر فوق النهر أغلق اليوم.",
    "cp1257": "Tiltas per upę šiandien uždarytas, pranešė miesto meras, jis žada darbus baigti.",
    "koi8-r": "Мост через реку закрыли на ремонт, сообщил мэр города.",
    "gb18030": "新华社北京电，市长说，河上的大桥今天开始维修，为期一年。",
    "big5": "台北訊，市長今天表示，河上的大橋將會維修一年。",
    "shift_jis": "川にかかる橋は今日から通行止めになりました、と市長は述べた。",
    "euc_jp": "川にかかる橋は今日から通行止めになりました、と市長は述べた。",
    "euc_kr": "강 위의 다리가 오늘부터 통제된다고 시장이 말했다.",
    "cp874": "นายกเทศมนตรีกล่าวว่าสะพานข้ามแม่น้ำปิดวันนี้",
}


@pytest.mark.parametrize("encoding", TEXTS)
class TestEncodings:
    def test_declared_by_the_server(self, encoding: str) -> None:
        assert decode(TEXTS[encoding].encode(encoding), f'text/html; charset="{encoding}"') == TEXTS[encoding]

    def test_declared_by_the_page(self, encoding: str) -> None:
        page = f"<html><head><meta charset='{encoding}'><title>{TEXTS[encoding]}"
        assert decode(page.encode(encoding), "text/html") == page

    def test_declared_by_a_meta_element_of_old(self, encoding: str) -> None:
        page = f'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={encoding}">{TEXTS[encoding]}'
        assert decode(page.encode(encoding), "") == page

    def test_not_declared(self, encoding: str) -> None:
        assert decode(TEXTS[encoding].encode(encoding), "") == TEXTS[encoding]

    def test_declared_as_utf8(self, encoding: str) -> None:
        assert decode(TEXTS[encoding].encode(encoding), "text/html; charset=utf-8") == TEXTS[encoding]

    def test_utf8_declared_as_this(self, encoding: str) -> None:
        assert decode(TEXTS[encoding].encode(), f"text/html; charset={encoding}") == TEXTS[encoding]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_wins(mark: bytes, encoding: str) -> None:
    assert decode(mark + "Für immer".encode(encoding), "text/html; charset=koi8-r") == "Für immer"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str) -> None:
    page = "<p>Мост через реку закрыли.</p>"
    assert decode(page.encode(encoding), "text/html; charset=utf-8") == page


def test_browsers_read_latin1_as_windows_1252() -> None:
    assert decode(b"\x93Yes\x94 \x96 \x80", "text/html; charset=ISO-8859-1") == "“Yes” – €"


@pytest.mark.parametrize("charset", ["hex", "rot13", "no-such", "utf-16", "x" * 50])
def test_a_declaration_that_cannot_be_is_ignored(charset: str) -> None:
    assert decode("Für immer".encode(), f"text/html; charset={charset}") == "Für immer"


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    body = ("Für die Brücke über den Fluss. " * 20).encode() + b"\xff Ende"
    assert decode(body, "").count("Brücke") == 20


def test_a_cut_off_character_at_the_end() -> None:
    assert decode(("я" * 40).encode()[:-1], "text/html; charset=utf-8").startswith("я" * 39)


def test_short_chinese_that_passes_for_utf8() -> None:
    body = "模式".encode("gbk")
    assert body.decode("utf-8") == "ģʽ"
    assert decode(body, "text/plain; charset=gb2312") == "模式"


def test_escapes_of_iso_2022_jp() -> None:
    assert decode("橋".encode("iso2022_jp"), "text/html; charset=iso-2022-jp") == "橋"


def test_controls_are_taken_out() -> None:
    assert (
        decode(b"A\x00 b\x01r\x1bi\x7fdge\x0cthere\tnow\r\n", "text/html; charset=utf-8") == "A bridge\nthere\tnow\r\n"
    )


@given(st.binary(max_size=400), st.text(max_size=60))
@example(b"\xff\xfe", "")
@example(b"\x00" * 9, "charset=")
@example(b"<meta charset=" + b"\xe9" * 30, "text/html;charset=\x00")
def test_any_bytes(body: bytes, content_type: str) -> None:
    text = decode(body, content_type)
    text.encode()  # no lone surrogate
    assert not set(text) & set(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFEFF, 0xFFFE, 0xFFFF]))


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cn", "Cf")), min_size=1))
def test_utf8_comes_back(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode(), "") == text
