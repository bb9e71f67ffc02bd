"""Datelines: forms of many agencies and papers, what only looks like one, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audiobrief.extract import dateline_clues as clues
from audiobrief.extract.datelines import dateline

# (dateline as printed, what follows, places, agency, date)
FORMS: list[tuple[str, str, tuple[str, ...], str | None, str | None]] = [
    ("DUSHANBE -- ", "A high-level delegation met.", ("DUSHANBE",), None, None),
    ("PARIS, Nov 22 (Reuters) - ", "France will hold talks.", ("PARIS",), "Reuters", "Nov 22"),
    ("PARIS, 22 nov (Reuters) - ", "La France a annoncé.", ("PARIS",), "Reuters", "22 nov"),
    ("Paris, 22 nov 2021 (AFP) - ", "Le président a annoncé.", ("Paris",), "AFP", "22 nov 2021"),
    ("Berlin (dpa) – ", "Die Bundesregierung will.", ("Berlin",), "dpa", None),
    ("Berlin/München (dpa/tmn) - ", "Wer im Winter fährt.", ("Berlin", "München"), "dpa/tmn", None),
    ("Frankfurt/Main (AFP) – ", "Die Bank hat.", ("Frankfurt/Main",), "AFP", None),
    ("BERLIN (dpa-AFX) - ", "Der Dax hat am Montag.", ("BERLIN",), "dpa-AFX", None),
    ("МОСКВА, 22 ноя — РИА Новости. ", "Президент заявил.", ("МОСКВА",), "РИА Новости", "22 ноя"),
    ("МОСКВА, 22 ноября. /ТАСС/. ", "Президент заявил об этом.", ("МОСКВА",), "ТАСС", "22 ноября"),
    ("Москва. 22 ноября. INTERFAX.RU - ", "Президент РФ заявил.", ("Москва",), "INTERFAX.RU", "22 ноября"),
    ("МОСКВА, 22 ноя - РИА Новости. ", "Президент.", ("МОСКВА",), "РИА Новости", "22 ноя"),
    ("САНКТ-ПЕТЕРБУРГ, 3 мар — РИА Новости. ", "Суд арестовал.", ("САНКТ-ПЕТЕРБУРГ",), "РИА Новости", "3 мар"),
    ("КИЇВ. 22 листопада. УНН. ", "Президент підписав закон.", ("КИЇВ",), "УНН", "22 листопада"),
    ("MADRID, 22 Nov. (EUROPA PRESS) - ", "El Gobierno ha aprobado.", ("MADRID",), "EUROPA PRESS", "22 Nov."),
    ("Madrid, 22 nov (EFE).- ", "El Gobierno aprobó hoy.", ("Madrid",), "EFE", "22 nov"),
    ("Lisboa, 22 nov 2021 (Lusa) – ", "O Governo aprovou.", ("Lisboa",), "Lusa", "22 nov 2021"),
    ("(ANSA) - ROMA, 22 NOV - ", "Il governo ha approvato.", ("ROMA",), "ANSA", "22 NOV"),
    ("ALMATY (Kursiv Media) – ", "Kazakhstan plans to raise it.", ("ALMATY",), "Kursiv Media", None),
    ("ROMA (ITALPRESS) - ", "Il governo ha approvato.", ("ROMA",), "ITALPRESS", None),
    ("Roma, 22 nov. (askanews) - ", "Il presidente ha detto.", ("Roma",), "askanews", "22 nov."),
    ("Warszawa (PAP) - ", "Premier powiedział.", ("Warszawa",), "PAP", None),
    ("ANKARA (AA) - ", "Cumhurbaşkanı açıkladı.", ("ANKARA",), "AA", None),
    ("İSTANBUL (AA) - ", "Türkiye'de bugün.", ("İSTANBUL",), "AA", None),
    ("Praha 22. listopadu (ČTK) - ", "Vláda schválila.", ("Praha",), "ČTK", "22. listopadu"),
    ("BRATISLAVA - ", "Vláda dnes schválila nový zákon o dani.", ("BRATISLAVA",), None, None),
    ("Budapest, 2021. november 22., hétfő (MTI) - ", "A kormány döntött.", ("Budapest",), "MTI", "2021. november 22."),
    ("ZAGREB - ", "Hrvatska vlada usvojila je danas novi zakon.", ("ZAGREB",), None, None),
    ("BEOGRAD – ", "Predsednik je danas izjavio da Srbija.", ("BEOGRAD",), None, None),
    ("ΑΘΗΝΑ - ", "Ο πρωθυπουργός δήλωσε σήμερα ότι η χώρα.", ("ΑΘΗΝΑ",), None, None),
    ("القاهرة (رويترز) - ", "قال مسؤول مصري اليوم", ("القاهرة",), "رويترز", None),
    ("JAKARTA, KOMPAS.com - ", "Presiden mengatakan bahwa pemerintah.", ("JAKARTA",), "KOMPAS.com", None),
    ("Jakarta (ANTARA) - ", "Presiden mengatakan.", ("Jakarta",), "ANTARA", None),
    ("KUALA LUMPUR: ", "The prime minister said on Monday that.", ("KUALA LUMPUR",), None, None),
    ("PUTRAJAYA, Nov 22 — ", "The government has decided.", ("PUTRAJAYA",), None, "Nov 22"),
    ("SINGAPORE: ", "A man was charged on Monday with theft.", ("SINGAPORE",), None, None),
    ("SINGAPORE – ", "The Ministry of Health said on Monday.", ("SINGAPORE",), None, None),
    ("MANILA, Philippines — ", "The president said on Monday.", ("MANILA, Philippines",), None, None),
    ("New Delhi: ", "The Supreme Court on Monday refused to stay.", ("New Delhi",), None, None),
    ("New Delhi, Nov 22 (PTI) ", "The Supreme Court on Monday refused.", ("New Delhi",), "PTI", "Nov 22"),
    ("Mumbai: ", "Actor said on Monday that his film will release.", ("Mumbai",), None, None),
    ("KANPUR: ", "Two persons were arrested on Monday for theft.", ("KANPUR",), None, None),
    ("THIRUVANANTHAPURAM: ", "The state government has decided to.", ("THIRUVANANTHAPURAM",), None, None),
    ("ISLAMABAD: ", "Prime Minister on Monday said the country.", ("ISLAMABAD",), None, None),
    ("KARACHI: ", "The Sindh High Court on Monday issued notices.", ("KARACHI",), None, None),
    ("Lagos — ", "Nigeria's president has signed a new law.", ("Lagos",), None, None),
    ("Nairobi — ", "Kenya's parliament passed a bill on Monday.", ("Nairobi",), None, None),
    ("JERUSALEM (JTA) — ", "A rabbi was elected on Monday.", ("JERUSALEM",), "JTA", None),
    ("TALLAHASSEE, Fla. — ", "The governor signed a bill.", ("TALLAHASSEE, Fla.",), None, None),
    ("MINNEAPOLIS (KMSP) - ", "A man was shot.", ("MINNEAPOLIS",), "KMSP", None),
    ("PHOENIX — ", "A storm swept through the valley on Monday.", ("PHOENIX",), None, None),
    ("CHICAGO (CBS) -- ", "A man was shot.", ("CHICAGO",), "CBS", None),
    ("Washington (CNN) -- ", "The president said.", ("Washington",), "CNN", None),
    ("Washington (AFP) – ", "The president said on Monday.", ("Washington",), "AFP", None),
    ("Hong Kong (AFP) – ", "Police arrested.", ("Hong Kong",), "AFP", None),
    ("Hong Kong (CNN Business) — ", "Shares fell.", ("Hong Kong",), "CNN Business", None),
    ("SELMA, N.C.—", "Donald Trump held a rally on Monday.", ("SELMA, N.C.",), None, None),
    (
        "NEW YORK, NY / ACCESSWIRE / November 22, 2021 / ",
        "Acme Corp. today announced",
        ("NEW YORK, NY",),
        "ACCESSWIRE",
        "November 22, 2021",
    ),
    (
        "NEW YORK, Nov. 22, 2021 (GLOBE NEWSWIRE) -- ",
        "Acme Corp. today announced",
        ("NEW YORK",),
        "GLOBE NEWSWIRE",
        "Nov. 22, 2021",
    ),
    ("NEW YORK--", "(BUSINESS WIRE)--Acme Corp. today announced", ("NEW YORK",), None, None),
    ("TORONTO, Nov. 22, 2021 /CNW/ - ", "Acme today announced", ("TORONTO",), "CNW", "Nov. 22, 2021"),
    ("SAN FRANCISCO, Nov. 22, 2021 /PRNewswire/ -- ", "Acme today", ("SAN FRANCISCO",), "PRNewswire", "Nov. 22, 2021"),
    ("TORONTO - ", "The Canadian dollar rose on Monday after.", ("TORONTO",), None, None),
    ("Toronto – ", "Canada's main stock index rose on Monday after.", ("Toronto",), None, None),
    ("OTTAWA—", "Prime Minister Justin Trudeau said on Monday that.", ("OTTAWA",), None, None),
    ("SYDNEY, Nov. 22 (Xinhua) -- ", "Australia's government said.", ("SYDNEY",), "Xinhua", "Nov. 22"),
    ("BEIJING, Nov. 22 (Xinhua) -- ", "China's government said.", ("BEIJING",), "Xinhua", "Nov. 22"),
    ("TOKYO (Kyodo) -- ", "Japan's government.", ("TOKYO",), "Kyodo", None),
    ("SEOUL, Nov. 22 (Yonhap) -- ", "South Korea's president.", ("SEOUL",), "Yonhap", "Nov. 22"),
    ("Sept. 28 (UPI) -- ", "The U.S. Navy announced.", (), "UPI", "Sept. 28"),
    ("WASHINGTON, Sept. 28 (UPI) -- ", "The U.S. Navy announced.", ("WASHINGTON",), "UPI", "Sept. 28"),
    ("UNITED NATIONS (AP) — ", "The Security Council.", ("UNITED NATIONS",), "AP", None),
    ("ABOARD AIR FORCE ONE (AP) — ", "President Biden said.", ("ABOARD AIR FORCE ONE",), "AP", None),
    ("RAMALLAH, West Bank (AP) — ", "The Palestinian.", ("RAMALLAH, West Bank",), "AP", None),
    ("KHAN YOUNIS, Gaza Strip (AP) — ", "Israeli strikes.", ("KHAN YOUNIS, Gaza Strip",), "AP", None),
    ("PORT-AU-PRINCE, Haiti (AP) — ", "Gangs attacked.", ("PORT-AU-PRINCE, Haiti",), "AP", None),
    ("COEUR D'ALENE, Idaho — ", "A man was arrested.", ("COEUR D'ALENE, Idaho",), None, None),
    ("WINSTON-SALEM, N.C. — ", "A man was arrested.", ("WINSTON-SALEM, N.C.",), None, None),
    ("McALLEN, Texas (AP) — ", "A man was arrested.", ("McALLEN, Texas",), "AP", None),
    ("KYIV, Ukraine — ", "Russia launched missiles on Monday.", ("KYIV, Ukraine",), None, None),
    ("KYIV/MOSCOW, Nov 22 (Reuters) - ", "Russia launched.", ("KYIV", "MOSCOW"), "Reuters", "Nov 22"),
    ("LONDON — ", "Britain's prime minister said on Monday that.", ("LONDON",), None, None),
    ("London – ", "Der britische Premier hat am Montag gesagt.", ("London",), None, None),
    ("Wien – ", "Die Regierung hat am Montag beschlossen.", ("Wien",), None, None),
    ("WIEN. ", "Die Regierung hat am Montag ein neues Gesetz beschlossen.", ("WIEN",), None, None),
    ("Berlin. ", "Die Bundesregierung hat am Montag ein neues Gesetz beschlossen.", ("Berlin",), None, None),
    (
        "Hamburg. ",
        "Bei einem Unfall auf der A7 sind am Montag zwei Menschen verletzt worden.",
        ("Hamburg",),
        None,
        None,
    ),
    ("BERLIN taz | ", "Die Bundesregierung hat am Montag beschlossen.", ("BERLIN",), "taz", None),
    ("Zürich (awp) - ", "Die Aktien.", ("Zürich",), "awp", None),
    ("BERN - ", "Der Bundesrat hat am Montag beschlossen, dass.", ("BERN",), None, None),
    ("Stockholm (TT) – ", "Regeringen har beslutat.", ("Stockholm",), "TT", None),
    ("OSLO (NTB): ", "Regjeringen har besluttet.", ("OSLO",), "NTB", None),
    ("HELSINKI – ", "Hallitus päätti maanantaina uudesta laista.", ("HELSINKI",), None, None),
    ("DEN HAAG (ANP) - ", "Het kabinet heeft besloten.", ("DEN HAAG",), "ANP", None),
    ("Den Haag - ", "Het kabinet heeft maandag besloten dat.", ("Den Haag",), None, None),
    ("BRUSSEL (BELGA) - ", "De regering.", ("BRUSSEL",), "BELGA", None),
    ("Bogotá, 22 nov (Prensa Latina) ", "El presidente.", ("Bogotá",), "Prensa Latina", "22 nov"),
    ("CIUDAD DE MÉXICO (apro).- ", "El presidente dijo.", ("CIUDAD DE MÉXICO",), "apro", None),
    ("CIUDAD DE MÉXICO.- ", "El presidente dijo hoy que el gobierno.", ("CIUDAD DE MÉXICO",), None, None),
    ("São Paulo – ", "O presidente disse nesta segunda-feira que.", ("São Paulo",), None, None),
    ("BRASÍLIA – ", "O presidente disse nesta segunda-feira que.", ("BRASÍLIA",), None, None),
    ("Hà Nội (TTXVN) - ", "Chính phủ đã.", ("Hà Nội",), "TTXVN", None),
    ("ABUJA, Nigeria (AP) — ", "Gunmen.", ("ABUJA, Nigeria",), "AP", None),
    ("HARARE – ", "Zimbabwe's government said on Monday that.", ("HARARE",), None, None),
    ("新华社北京11月22日电（记者张三）", "国家主席表示。", ("北京",), "新华社", "11月22日"),
    ("[東京 22日 ロイター] - ", "日経平均は上昇した。", ("東京",), "ロイター", "22日"),
    ("【ワシントン＝山田太郎】", "米政府は22日発表した。", ("ワシントン",), None, None),
    ("(서울=연합뉴스) 홍길동 기자 = ", "정부는 22일 발표했다.", ("서울",), "연합뉴스", None),
    ("TEHRAN, Nov. 22 (MNA) – ", "Iran's foreign minister.", ("TEHRAN",), "MNA", "Nov. 22"),
    ("DAMASCUS, (SANA)- ", "President received.", ("DAMASCUS",), "SANA", None),
    ("DOHA: ", "Qatar's emir met on Monday with the president.", ("DOHA",), None, None),
    ("RIYADH: ", "Saudi Arabia's crown prince met on Monday.", ("RIYADH",), None, None),
    ("BEIRUT — ", "Lebanon's cabinet met on Monday for the first.", ("BEIRUT",), None, None),
    ("WASHINGTON (AP) _ ", "The president said.", ("WASHINGTON",), "AP", None),
    ("VATICAN CITY (CNS) -- ", "Pope Francis said.", ("VATICAN CITY",), "CNS", None),
    ("Vatican City, Nov 22, 2021 / 09:00 am (CNA).- ", "Pope Francis said.", ("Vatican City",), "CNA", "Nov 22, 2021"),
    ("Baghdad, Iraq – ", "Protesters took to the streets.", ("Baghdad, Iraq",), None, None),
    ("Gaza City – ", "Israeli jets bombed on Monday.", ("Gaza City",), None, None),
    ("Lviv, Ukraine – ", "Oksana fled.", ("Lviv, Ukraine",), None, None),
    ("Cox's Bazar, Bangladesh – ", "The refugees.", ("Cox's Bazar, Bangladesh",), None, None),
    ("(NEW YORK) -- ", "The mayor said on Monday that the bridge is open.", ("NEW YORK",), None, None),
    ("22 November 2021, Geneva – ", "The agency announced a vaccine.", ("Geneva",), None, "22 November 2021"),
    ("MOSCOW. Nov 22 (Interfax) - ", "Russia's bank raised its rate.", ("MOSCOW",), "Interfax", "Nov 22"),
    ("MOSCOW, November 22. /TASS/. ", "Russia's bank raised its rate.", ("MOSCOW",), "TASS", "November 22"),
    ("KYIV. Nov 22 (Interfax-Ukraine) – ", "The bank raised its rate.", ("KYIV",), "Interfax-Ukraine", "Nov 22"),
    ("ASTANA. KAZINFORM - ", "The bank raised its rate.", ("ASTANA",), "KAZINFORM", None),
    ("Ouagadougou, le 22 nov. 2021 – ", "Le président a signé la loi.", ("Ouagadougou",), None, "22 nov. 2021"),
    ("RABAT- ", "Le roi a signé la loi.", ("RABAT",), None, None),
    ("LIMA.- ", "El presidente firmó la ley.", ("LIMA",), None, None),
    ("Srinagar, Nov 22: ", "Police on Monday closed the bridge.", ("Srinagar",), None, "Nov 22"),
    ("BAKU / Trend / - ", "The bank raised its rate.", ("BAKU",), "Trend", None),
    ("DAR ES SALAAM: ", "The government has announced new ferries.", ("DAR ES SALAAM",), None, None),
]

NOT_DATELINES = [
    "Mehmet Oz — Ivy League graduate and TV doctor — said.",
    "FULL TEXT. The speech of the president.",
    "DEAR ABBY: My husband and I have been.",
    "WALLACE: Thank you for coming, Mr. President.",
    "STOCK MARKETS. Shares fell on Monday.",
    "Joe Biden (D) — The president said.",
    "UPDATE: The story has been updated.",
    "NASA — The agency said on Monday that it would.",
    "Bottom line: Everyone loses in this deal.",
    "Washington: A Life, by Ron Chernow",
    "China: 300 tons",
    "Note: Prices may vary.",
    "John Smith, Texas: Great article.",
    "Paris Hilton – The heiress said on Monday.",
    "In London — The capital of the UK — it rained.",
    "Q: What do you think of Paris?",
    "BIDEN: Come on, man. You know that I never said that.",
    "READ MORE: How to save money on energy bills",
    "WATCH: Video of the president's speech in Paris",
    "Monday, Nov. 22 — The day began with rain.",
    "Nov. 22: The president met.",
    "AP — The story",
    "Marcus Rashford (Manchester United) – The forward had",
    "James Milner (Liverpool) - Three goals",
    "Sen. Bob Menendez (D-N.J.) — The senator",
    "The White House — Where presidents live — is old.",
    "Russia, China — And then the rest",
    "Germany: The country’s economy shrank 0.3% in the last quarter of 2023",
    "BREAKING — A man was shot on Monday in the city.",
    "EXCLUSIVE - The actor spoke to us about her new film and life.",
    "LONDON: The Biography, by Peter Ackroyd",
    "Photo (Reuters) — The president",
    "WTO (World Trade Organization) – The body said that it would.",
    "NATO (Jens Stoltenberg) – Nobody said that it would.",
    "NOTE (For Editors Only) – The council has voted.",
    "Apple Inc. (AAPL) — The company",
    "A: I think so.",
    "ROUNDUP (AP) — Three",
    "I love Paris — It is great.",
    "Mr. Speaker — The time has come.",
    "VIDEO: New York City subway flooded",
    "US — Canada border closed",
    "MLB — Results on Monday night were surprising for the teams.",
    "TRUMP: You know it and I know it, everyone knows it.",
    "Tesla – The company said on Monday that it would.",
    "Ukraine war: The latest updates from the front line today",
    "München. Es war kalt",
    "1. Berlin – The city",
    "Sunday: Rain and snow in the north of the country.",
    "Texas – The state has seen more rain than usual this year.",
    "By the sea, it rains — Everyone knows.",
]


@pytest.mark.parametrize(("printed", "rest", "places", "agency", "date"), FORMS, ids=[form[0] for form in FORMS])
def test_forms(printed: str, rest: str, places: tuple[str, ...], agency: str | None, date: str | None) -> None:
    found = dateline(printed + rest)
    assert found is not None
    assert (found.end, found.places, found.agency, found.date) == (len(printed), places, agency, date)


@pytest.mark.parametrize("text", NOT_DATELINES)
def test_what_only_looks_like_a_dateline(text: str) -> None:
    assert dateline(text) is None


# What is printed; its mark and strongest evidence; the only clue that speaks for it. Xyzen, Qarn are no known cities.
ONLY_CLUE = [
    ("Xyzen (Reuters) - The ferry sank.", "dash", "agency", clues.known_agency),
    ("XYZENT (Qarn Tidende) - The ferry sank.", "dash", "agency", clues.newspaper_after_place),
    ("Paris (WQRN) - The ferry sank.", "dash", "agency", clues.agency_shape_after_place),
    ("XYZENT, 3 May - The ferry sank.", "dash", "date", clues.capitals),
    ("Paris, 3 May - The ferry sank.", "dash", "date", clues.known_city),
    ("Xyzen, Ohio, 3 May - The ferry sank.", "dash", "date", clues.known_region),
    ("XYZENT, Qarn - The ferry sank.", "dash", "region", clues.capitals),
    ("Xyzen, Ohio - The ferry sank.", "dash", "region", clues.city_in_known_region),
    ("Paris - The ferry sank.", "dash", "place", clues.known_city),
    ("Xyzenhausen - The ferry sank at night in the harbour.", "dash", "place", clues.town_by_ending),
    ("XYZENT - The ferry sank in the harbour.", "dash", "place", clues.long_capitals),
    ("Paris (Reuters): The ferry sank.", "colon", "agency", clues.known_agency_after_place),
    ("XYZENT, 3 May: The ferry sank.", "colon", "date", clues.capitals),
    ("Paris, 3 May: The ferry sank.", "colon", "date", clues.known_city),
    ("XYZENT, Ohio: The ferry sank.", "colon", "region", clues.capitals_in_known_region),
    ("Paris, Qarn: The ferry sank at night in the harbour.", "colon", "region", clues.known_city_before_sentence),
    ("Paris: The ferry sank at night in the harbour.", "colon", "place", clues.known_city_before_sentence),
    ("Paris. The ferry sank in the harbour.", "stop", "place", clues.one_known_city),
    ("Paris (Reuters) The ferry sank.", "blank", "agency", clues.known_agency_with_more),
]


@pytest.mark.parametrize(("text", "mark", "evidence", "clue"), ONLY_CLUE, ids=[case[0] for case in ONLY_CLUE])
def test_one_clue_is_enough(
    text: str, mark: str, evidence: str, clue: clues.Clue, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dateline(text) is not None
    others = tuple(other for other in clues.ENOUGH[mark, evidence] if other is not clue)
    monkeypatch.setitem(clues.ENOUGH, (mark, evidence), others)
    assert dateline(text) is None


def test_every_clue_has_a_case() -> None:
    shown = {(mark, evidence, clue) for _, mark, evidence, clue in ONLY_CLUE}
    assert shown == {(*kind, clue) for kind, enough in clues.ENOUGH.items() for clue in enough}


@pytest.mark.parametrize(
    "text",
    [
        "Xyzen (WTOP) - The ferry sank.",  # a call sign after a name
        "XYZ (Qarn Tidende) - The ferry sank.",  # a newspaper after an acronym
        "WTO (World Trade Organization) - The ferry sank.",  # the words of an acronym
        "XYZENT (qarn tidende) - The ferry sank.",  # no newspaper's name
        "Xyzen, 3 May - The ferry sank.",  # a name, a date
        "Ohio, Texas - The ferry sank.",  # a list of states
        "Xyzenhausen - The ferry sank.",  # a title
        "XYZ - The ferry sank at night in the harbour.",  # an acronym
        "THE FERRY SANK AT NIGHT - The ferry sank at night in the harbour.",  # a title in capitals
        "Xyzen (Reuters): The ferry sank.",  # a speaker
        "Paris, Ohio: The ferry sank at night in the harbour.",
        "PARIS (Reuters) - the ferry sank.",  # no sentence
        "MARKET REPORT (Reuters) - The ferry sank.",  # what the piece is
        "Paris/Xyzen. The ferry sank in the harbour.",
        "Xyzen (Reuters) The ferry sank.",
    ],
)
def test_what_is_not_enough(text: str) -> None:
    assert dateline(text) is None


ENDS = [
    ("PARIS (Reuters), 3 May - ", "Reuters", "3 May"),
    ("PARIS, 3 May, 09:00 am (Reuters) - ", "Reuters", "3 May"),
    ("PARIS, 3 May / 09:00 (Reuters) - ", "Reuters", "3 May"),
    ("PARIS, 3 May 2024, friday (Reuters) - ", "Reuters", "3 May 2024"),
    ("PARIS, Reuters, 3 May - ", "Reuters", "3 May"),
    ("PARIS river.com - ", "river.com", None),
    ("3 May 2024, PARIS (Reuters) - ", "Reuters", "3 May 2024"),
]


@pytest.mark.parametrize(("printed", "agency", "date"), ENDS)
def test_agency_and_date_stand_in_any_order(printed: str, agency: str, date: str | None) -> None:
    found = dateline(printed + "The ferry sank.")
    assert found is not None
    assert (found.end, found.places, found.agency, found.date) == (len(printed), ("PARIS",), agency, date)


def test_blanks_before_it_are_counted() -> None:
    found = dateline("  OSLO -- The parliament voted on Monday.")
    assert found is not None
    assert found.end == len("  OSLO -- ")


@pytest.mark.parametrize("text", ["BAAR, SWITZERLAND", "LAGOS, Nigeria", "GRAZ, Austria "])
def test_alone_in_its_element(text: str) -> None:
    found = dateline(text)
    assert found is not None
    assert found.end == len(text)


@pytest.mark.parametrize(
    "text", ["", " ", "DUSHANBE --", "PARIS, Nov 22 (Reuters) - ", "(ANSA) - ROMA - ", "LIMA:", "OK, GREAT"]
)
def test_a_dateline_needs_a_story(text: str) -> None:
    assert dateline(text) is None


PLACES = st.sampled_from(["PARIS", "Berlin", "NEW YORK", "МОСКВА", "WALLACE", "Oz", "東京", "القاهرة"])
MARKS = st.sampled_from([" -- ", " — ", ": ", " - ", ". ", " (AP) — ", ", 22 Nov (AFP) - ", " / ", ".- ", ") "])


@given(st.text(max_size=300))
@example("(" * 200)
@example("A, " * 60)
@example("1 " * 90 + "-")
def test_any_text(text: str) -> None:
    _holds(text)


@given(st.lists(st.one_of(PLACES, MARKS, st.text(max_size=12)), max_size=8).map("".join))
def test_any_mixture_of_parts(text: str) -> None:
    _holds(text)


def _holds(text: str) -> None:
    found = dateline(text)
    if found is None:
        return
    assert 0 < found.end <= len(text)
    assert text[found.end :].strip() or not text[found.end :]  # a story follows, or it stands alone
    assert all(place and place in text for place in found.places)
    assert found.agency is None or found.agency in text
    assert found.date is None or found.date in text
