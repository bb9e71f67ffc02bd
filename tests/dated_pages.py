"""Makes pages in many languages, with a date of something else or with the article's own, and counts what is read.

``counts()`` gives, for both halves, how many undated pages are given a date and how many dated pages the right one. The
halves share no template: rules are tried on ``dev``, ``test`` is only looked at.
"""

# ruff: noqa: E501  (a template is a line)
from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass

from babel.dates import format_date

from audiobrief.extract import read_article
from audiobrief.model import Page

SAID = datetime.date(2024, 5, 3)
"""The date that dated pages print."""


@dataclass(frozen=True)
class Telling:
    """What a page in one language says: headline, two paragraphs, sentences about dates, byline, lead of a date."""

    headline: str
    prose: tuple[str, str]
    sentences: tuple[str, ...]
    """With a place for the date: of a death, of an event to come, of a picture, of an opening."""
    author: str
    byline: str
    published: str
    """Printed before a date."""
    own: tuple[str, ...] = ()
    """How ``SAID`` is written beside what CLDR knows."""


TELLINGS = {
    "en": Telling(
        "Mill by the weir turns again",
        (
            "The old mill by the weir turned for the first time in forty years, and a small crowd came to watch.",
            "Its owners hope to grind the flour of three farms, and the school has asked to bring its pupils.",
        ),
        (
            "Its last miller died on {}.",
            "The show runs until {}.",
            "The weir, photographed on {}.",
            "It first opened on {}.",
        ),
        "Ada Quill",
        "By Ada Quill",
        "Published",
        ("3 May 2024", "May 3, 2024", "Friday 3 May 2024", "3rd May 2024 at 8:05 pm"),
    ),
    "zh": Telling(
        "堰边的老磨坊重新转动",
        (
            "堰边的老磨坊四十年来第一次重新转动，许多居民冒雨赶来观看，有人带来了自家的麦子。",
            "磨坊主人希望为三个农场磨面，学校也希望带学生前来参观，了解面粉是怎样磨成的。",
        ),
        ("最后一位磨坊主于{}去世。", "展览持续到{}。", "堰，摄于{}。", "磨坊于{}开业。"),
        "林晓川",
        "记者 林晓川",
        "发布时间",
        ("2024年5月3日", "2024-05-03 08:05", "2024/05/03"),
    ),
    "hi": Telling(
        "बाँध की चक्की फिर चल पड़ी",
        (
            "बाँध के पास की पुरानी चक्की चालीस साल बाद पहली बार चली और उसे देखने बहुत से लोग बारिश में भी आए।",
            "मालिकों को उम्मीद है कि यहाँ तीन खेतों का आटा पिसेगा और स्कूल अपने बच्चों को दिखाने लाएगा।",
        ),
        ("आखिरी चक्कीवाले की मृत्यु {} को हुई।", "मेला {} तक चलेगा।", "बाँध की तस्वीर, {}।", "यह {} को खुली थी।"),
        "मीरा नाथ",
        "लेखक: मीरा नाथ",
        "प्रकाशित",
        ("3 मई 2024", "03 मई 2024, 08:05", "०३ मई २०२४"),
    ),
    "es": Telling(
        "El molino de la presa vuelve a girar",
        (
            "El viejo molino de la presa giró por primera vez en cuarenta años y mucha gente vino a verlo.",
            "Los dueños esperan moler la harina de tres granjas y la escuela quiere llevar a sus alumnos.",
        ),
        (
            "Su último molinero murió el {}.",
            "La feria dura hasta el {}.",
            "La presa, fotografiada el {}.",
            "Abrió por primera vez el {}.",
        ),
        "Lucía Bravo",
        "Por Lucía Bravo",
        "Publicado el",
        ("3 de mayo de 2024", "03/05/2024", "3 mayo 2024 08:05"),
    ),
    "fr": Telling(
        "Le moulin du barrage tourne à nouveau",
        (
            "Le vieux moulin du barrage a tourné pour la première fois depuis quarante ans, devant une petite foule.",
            "Ses propriétaires espèrent moudre la farine de trois fermes, et l'école veut y amener ses élèves.",
        ),
        (
            "Son dernier meunier est mort le {}.",
            "La fête dure jusqu'au {}.",
            "Le barrage, photographié le {}.",
            "Il a ouvert le {}.",
        ),
        "Odile Brun",
        "Par Odile Brun",
        "Publié le",
        ("3 mai 2024", "vendredi 3 mai 2024 à 8h05", "03/05/2024"),
    ),
    "ar": Telling(
        "طاحونة السد تدور من جديد",
        (
            "دارت طاحونة السد القديمة للمرة الأولى منذ أربعين عاما وجاء جمع صغير من السكان لمشاهدتها تحت المطر.",
            "يأمل أصحابها أن تطحن قمح ثلاث مزارع وتريد المدرسة أن تأتي بتلاميذها ليروا كيف يصنع الدقيق.",
        ),
        ("توفي آخر طحان في {}.", "يستمر المعرض حتى {}.", "السد في صورة من {}.", "افتتحت أول مرة في {}."),
        "ليلى حداد",
        "بقلم: ليلى حداد",
        "نشر في",
        ("3 مايو 2024", "٣ مايو ٢٠٢٤", "03/05/2024"),
    ),
    "bn": Telling(
        "বাঁধের পুরোনো কল আবার ঘুরল",
        (
            "বাঁধের পাশের পুরোনো কলটি চল্লিশ বছর পর প্রথমবার ঘুরল এবং বৃষ্টির মধ্যেও অনেক মানুষ দেখতে এলেন।",
            "মালিকেরা আশা করছেন তিনটি খামারের আটা এখানে ভাঙা হবে আর স্কুল তাদের ছাত্রদের নিয়ে আসতে চায়।",
        ),
        ("শেষ কলমালিক মারা যান {}।", "মেলা চলবে {} পর্যন্ত।", "বাঁধের ছবি, {}।", "এটি খোলা হয়েছিল {}।"),
        "রিনা পাল",
        "লেখক: রিনা পাল",
        "প্রকাশিত",
        ("৩ মে ২০২৪", "৩ মে ২০২৪, ০৮:০৫", "3 মে 2024"),
    ),
    "pt": Telling(
        "O moinho da represa volta a girar",
        (
            "O velho moinho da represa girou pela primeira vez em quarenta anos, e muita gente veio ver.",
            "Os donos esperam moer a farinha de três quintas, e a escola quer levar os alunos até lá.",
        ),
        (
            "O último moleiro morreu em {}.",
            "A feira vai até {}.",
            "A represa, fotografada em {}.",
            "Abriu pela primeira vez em {}.",
        ),
        "Rui Valente",
        "Por Rui Valente",
        "Publicado em",
        ("3 de maio de 2024", "03/05/2024 às 08h05", "3 maio 2024"),
    ),
    "ru": Telling(
        "Мельница у плотины снова крутится",
        (
            "Старая мельница у плотины закрутилась впервые за сорок лет, и посмотреть на это пришли соседи.",
            "Хозяева надеются молоть муку для трёх хозяйств, а школа хочет привести туда своих учеников.",
        ),
        ("Последний мельник умер {}.", "Ярмарка продлится до {}.", "Плотина, снимок от {}.", "Она открылась {}."),
        "Вера Лугова",
        "Автор: Вера Лугова",
        "Опубликовано",
        ("3 мая 2024", "3 мая 2024, 08:05", "03.05.2024"),
    ),
    "ja": Telling(
        "堰の水車が四十年ぶりに回る",
        (
            "堰のそばの古い水車が四十年ぶりに回り、雨の中を近所の人たちが見に来て拍手を送りました。",
            "持ち主は三つの農家の粉をひくつもりで、学校も生徒を連れて見学に来たいと話しています。",
        ),
        ("最後の粉屋は{}に亡くなった。", "催しは{}まで続く。", "堰の写真、{}撮影。", "水車は{}に開かれた。"),
        "森野葵",
        "文・森野葵",
        "公開日",
        ("2024年5月3日", "2024年5月3日 8時05分", "2024/05/03 08:05", "2024.05.03"),
    ),
    "de": Telling(
        "Die Mühle am Wehr dreht sich wieder",
        (
            "Die alte Mühle am Wehr hat sich zum ersten Mal seit vierzig Jahren gedreht, und viele sahen zu.",
            "Die Besitzer wollen das Mehl dreier Höfe mahlen, und die Schule möchte ihre Klassen bringen.",
        ),
        (
            "Ihr letzter Müller starb am {}.",
            "Das Fest dauert bis zum {}.",
            "Das Wehr, aufgenommen am {}.",
            "Sie wurde am {} eröffnet.",
        ),
        "Jutta Kranich",
        "Von Jutta Kranich",
        "Veröffentlicht am",
        ("3. Mai 2024", "03.05.2024, 08:05 Uhr", "Stand: 03.05.2024", "Freitag, 3. Mai 2024"),
    ),
    "ko": Telling(
        "둑 옆 물레방아 다시 돌다",
        (
            "둑 옆의 오래된 물레방아가 사십 년 만에 처음으로 돌았고 비가 오는데도 많은 주민이 구경하러 왔다.",
            "주인은 농가 세 곳의 밀가루를 빻을 생각이며 학교는 학생들을 데려와 보여 주고 싶다고 밝혔다.",
        ),
        (
            "마지막 방앗간지기는 {} 세상을 떠났다.",
            "축제는 {}까지 열린다.",
            "둑의 모습, {} 촬영.",
            "물레방아는 {} 문을 열었다.",
        ),
        "한서윤",
        "한서윤 기자",
        "입력",
        ("2024년 5월 3일", "2024.05.03 08:05", "2024.05.03. 오전 8:05", "2024-05-03 08:05"),
    ),
    "he": Telling(
        "הטחנה ליד הסכר מסתובבת שוב",
        (
            "הטחנה הישנה ליד הסכר הסתובבה בפעם הראשונה זה ארבעים שנה וקהל קטן של תושבים בא לראות אותה בגשם.",
            "הבעלים מקווים לטחון קמח משלושה משקים, ובית הספר ביקש להביא את תלמידיו כדי שיראו כיצד זה נעשה.",
        ),
        ("הטוחן האחרון מת ב-{}.", "היריד נמשך עד {}.", "הסכר בצילום מ-{}.", "היא נפתחה ב-{}."),
        "דנה אורן",
        "מאת דנה אורן",
        "פורסם",
        ("3 במאי 2024", "3 במאי 2024, 08:05", "03.05.2024"),
    ),
    "el": Telling(
        "Ο μύλος στο φράγμα γυρίζει ξανά",
        (
            "Ο παλιός μύλος στο φράγμα γύρισε για πρώτη φορά ύστερα από σαράντα χρόνια και ήρθαν πολλοί να τον δουν.",
            "Οι ιδιοκτήτες ελπίζουν να αλέθουν το αλεύρι τριών κτημάτων και το σχολείο θέλει να φέρει τους μαθητές.",
        ),
        (
            "Ο τελευταίος μυλωνάς πέθανε στις {}.",
            "Το πανηγύρι κρατά ως τις {}.",
            "Το φράγμα, φωτογραφία της {}.",
            "Άνοιξε στις {}.",
        ),
        "Νίκη Βέργου",
        "Της Νίκης Βέργου",
        "Δημοσιεύτηκε",
        ("3 Μαΐου 2024", "3 Μαΐου 2024, 08:05", "03/05/2024"),
    ),
    "th": Telling(
        "กังหันน้ำข้างฝายหมุนอีกครั้ง",
        (
            "กังหันน้ำเก่าข้างฝายหมุนเป็นครั้งแรกในรอบสี่สิบปี และชาวบ้านหลายคนมาดูทั้งที่ฝนตกหนักตลอดเช้า",
            "เจ้าของหวังจะโม่แป้งให้ไร่สามแห่ง และโรงเรียนอยากพานักเรียนมาดูว่าแป้งทำขึ้นได้อย่างไร",
        ),
        ("คนโม่แป้งคนสุดท้ายเสียชีวิตเมื่อ {}", "งานมีถึง {}", "ภาพฝายเมื่อ {}", "กังหันเปิดใช้เมื่อ {}"),
        "มานี สายชล",
        "โดย มานี สายชล",
        "เผยแพร่",
        ("3 พฤษภาคม 2567", "3 พ.ค. 2567", "3 พฤษภาคม 2567 เวลา 08.05 น."),
    ),
    "fa": Telling(
        "آسیاب کنار بند دوباره چرخید",
        (
            "آسیاب کهنه کنار بند پس از چهل سال برای نخستین بار چرخید و گروهی از همسایه‌ها زیر باران به تماشا آمدند.",
            "صاحبان آن امیدوارند آرد سه مزرعه را آسیاب کنند و مدرسه می‌خواهد شاگردانش را برای دیدن بیاورد.",
        ),
        ("آخرین آسیابان در {} درگذشت.", "جشنواره تا {} ادامه دارد.", "عکس بند، {}.", "در {} گشایش یافت."),
        "نرگس باقری",
        "نویسنده: نرگس باقری",
        "تاریخ انتشار",
        ("۱۴ اردیبهشت ۱۴۰۳", "۱۴۰۳/۰۲/۱۴", "۱۴ اردیبهشت ۱۴۰۳ - ۰۸:۰۵"),
    ),
    "it": Telling(
        "Il mulino della chiusa gira di nuovo",
        (
            "Il vecchio mulino della chiusa ha girato per la prima volta dopo quarant'anni, davanti a molta gente.",
            "I proprietari sperano di macinare la farina di tre poderi, e la scuola vuole portarci gli alunni.",
        ),
        (
            "Il suo ultimo mugnaio morì il {}.",
            "La fiera dura fino al {}.",
            "La chiusa, fotografata il {}.",
            "Aprì per la prima volta il {}.",
        ),
        "Pia Lorenzi",
        "di Pia Lorenzi",
        "Pubblicato il",
        ("3 maggio 2024", "venerdì 3 maggio 2024", "03/05/2024 08:05"),
    ),
    "tr": Telling(
        "Bendin yanındaki değirmen yeniden dönüyor",
        (
            "Bendin yanındaki eski değirmen kırk yıl sonra ilk kez döndü ve yağmura rağmen çok kişi izlemeye geldi.",
            "Sahipleri üç çiftliğin ununu öğütmeyi umuyor, okul da öğrencilerini oraya götürmek istiyor.",
        ),
        (
            "Son değirmenci {} günü öldü.",
            "Şenlik {} tarihine kadar sürecek.",
            "Bent, {} tarihli fotoğraf.",
            "{} günü açıldı.",
        ),
        "Selin Oral",
        "Haber: Selin Oral",
        "Yayınlanma",
        ("3 Mayıs 2024", "03.05.2024 08:05", "3 Mayıs 2024 Cuma"),
    ),
}

ELSEWHEN = (
    datetime.date(1944, 3, 2),
    datetime.date(2031, 12, 24),
    datetime.date(1911, 5, 3),
    datetime.date(2019, 9, 14),
)
"""Dates of something else, in the order of a telling's sentences."""

# What each template gets: headline, byline, both paragraphs, a sentence with a date, and that date alone.
UNDATED = {
    "dev": (
        "<h1>{headline}</h1><p class=byline>{byline}</p><p>{a}</p><p>{sentence}</p><p>{b}</p>",
        "<h1>{headline}</h1><p>{sentence}</p><p>{a}</p><p>{b}</p>",
        "<h1>{headline}</h1><figure><img src=a.jpg alt=''><figcaption>{sentence}</figcaption></figure><p>{a}</p><p>{b}</p>",
        "<h1>{headline}</h1><div class=caption>{sentence}</div><p>{a}</p><p>{b}</p>",
        "<h1>{headline}</h1><p>{a}</p><p>{b}</p><aside class=related><a href=/2>{sentence}</a> <time>{date}</time></aside>",
        "<h1>{headline}</h1><p>{a} <time datetime={iso}>{date}</time></p><p>{b}</p>",
        "<h1>{headline}</h1><p>{a}</p><h2>{date}</h2><p>{b}</p>",
        "<h1>{headline}</h1><p>{a}</p><ul><li>{sentence}</li><li>{byline}</li></ul><p>{b}</p>",
        "<h1>{headline}</h1><p>{a}</p><p>{b}</p><div class=comments><span class=date>{date}</span><p>{b}</p></div>",
        "<h1>{headline}</h1><p>{a}</p><div class=timeline><b>{date}</b> {sentence}</div><p>{b}</p>",
    ),
    "test": (
        "<h1>{headline}</h1><div class=meta>{byline}</div><div>{a}<br><br>{sentence}<br><br>{b}</div>",
        "<h1>{headline}</h1><h2 class=dek>{sentence}</h2><p>{a}</p><p>{b}</p>",
        "<h1>{headline}</h1><div class=pic><img src=a.jpg alt=''><p>{sentence}</p></div><p>{a}</p><p>{b}</p>",
        "<h1>{headline}</h1><p>{byline}</p><blockquote>{sentence}</blockquote><p>{a}</p><p>{b}</p>",
        "<h1>{headline}</h1><p>{a}</p><table><tr><td>{date}</td><td>{sentence}</td></tr></table><p>{b}</p>",
        "<h1>{headline}</h1><p>{a}</p><p>{b}</p><ul class=latest><li><a href=/2>{headline}</a><time datetime={iso}>{date}</time></ul>",
        "<h1>{headline}</h1><p>{a}</p><p><strong>{date}</strong><br>{sentence}</p><p>{b}</p>",
        "<script type=application/ld+json>{event}</script><h1>{headline}</h1><p>{a}</p><p>{b}</p>",
        "<h1>{headline}</h1><p>{a}</p><div class=info><span>{sentence}</span></div><p>{b}</p>",
        "<h1>{headline}</h1><figure><img src=a.jpg alt=''><figcaption>{a}<small>{date}</small></figcaption></figure><p>{a}</p><p>{b}</p>",
    ),
}
DATED = {
    "dev": (
        "<h1>{headline}</h1><div class=info><span>{byline}</span> <span>{said}</span></div><p>{a}</p><p>{b}</p>",
        "<h1>{headline}</h1><p class=date>{said}</p><p>{a}</p><p>{sentence}</p><p>{b}</p>",
        "<h1>{headline}</h1><p>{byline} | {said}</p><p>{sentence}</p><p>{a}</p><p>{b}</p>",
        "<h1>{headline}</h1><p>{published}: {said}</p><p>{a}</p><p>{b}</p>",
    ),
    "test": (
        "<div class=head><span>{said}</span><h1>{headline}</h1></div><p>{a}</p><p>{sentence}</p><p>{b}</p>",
        "<h1>{headline}</h1><p>{byline}</p><p>{said}</p><p>{a}</p><p>{b}</p>",
        "<h1>{headline}</h1><div class=meta>{byline} · {published} {said}</div><p>{a}</p><p>{b}</p>",
        "<h1>{headline}</h1><ul class=facts><li>{published} {said}</li><li>{byline}</li></ul><p>{a}</p><p>{b}</p>",
    ),
}


def undated(half: str) -> Iterator[str]:
    """Yields pages on which only something else is dated."""
    for number, template in enumerate(UNDATED[half]):
        for place, (language, telling) in enumerate(TELLINGS.items()):
            yield _page(language, telling, template, number + place, "")


def dated(half: str) -> Iterator[tuple[str, str]]:
    """Yields pages that print when they came out, in each way of the language, each with that print."""
    for number, template in enumerate(DATED[half]):
        for place, (language, telling) in enumerate(TELLINGS.items()):
            for said in telling.own:
                yield _page(language, telling, template, number + place, said), said


def _page(language: str, telling: Telling, template: str, number: int, said: str) -> str:
    day = ELSEWHEN[number % 4]
    date = format_date(day, "long", locale=language)
    a, b = telling.prose
    event = {"@type": "Event", "name": telling.headline, "startDate": day.isoformat(), "datePublished": day.isoformat()}
    body = template.format(
        headline=telling.headline, byline=telling.byline, a=a, b=b, sentence=telling.sentences[number % 4].format(date),
        date=date, iso=day.isoformat(), said=said, published=telling.published, event=json.dumps(event),
    )  # fmt: skip
    return (
        f"<!doctype html><html lang={language}><title>{telling.headline}</title><body><main>{body}</main></body></html>"
    )


def _read_date(page: str) -> str | None:
    return read_article(Page("https://mill.example/a", page.encode())).published


def counts(half: str) -> dict[str, int]:
    """Counts pages and what was read of them: false dates on undated pages, right dates on dated ones."""
    pages, bylines = list(undated(half)), list(dated(half))
    return {
        "undated": len(pages),
        "false": sum(_read_date(page) is not None for page in pages),
        "dated": len(bylines),
        "right": sum((_read_date(page) or "")[:10] == SAID.isoformat() for page, _ in bylines),
    }
