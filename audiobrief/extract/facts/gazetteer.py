"""Names of cities, countries, states and news agencies: evidence for datelines.

Countries and the world's larger cities come from CLDR (Babel) in the languages of the news; CLDR's time zones are named
after their main city. What CLDR lacks and datelines often name is in the tables here.
"""

from __future__ import annotations

import functools
import re

from audiobrief.extract.facts.written_dates import fold
from audiobrief.languages import all_languages

# States, provinces and territories as datelines print them, with their abbreviations (AP style and postal).
_STATES = (
    "Alabama Ala AL|Alaska AK|Arizona Ariz AZ|Arkansas Ark AR|California Calif Cal CA|Colorado Colo CO"
    "|Connecticut Conn CT|Delaware Del DE|Florida Fla FL|Georgia Ga GA|Hawaii HI|Idaho ID|Illinois Ill IL"
    "|Indiana Ind|Iowa IA|Kansas Kan Kans KS|Kentucky Ky KY|Louisiana La|Maine|Maryland Md MD"
    "|Massachusetts Mass MA|Michigan Mich MI|Minnesota Minn MN|Mississippi Miss MS|Missouri Mo MO"
    "|Montana Mont MT|Nebraska Neb NE|Nevada Nev NV|New_Hampshire N.H. NH|New_Jersey N.J. NJ|New_Mexico N.M. NM"
    "|New_York N.Y. NY|North_Carolina N.C. NC|North_Dakota N.D. ND|Ohio|Oklahoma Okla OK|Oregon Ore"
    "|Pennsylvania Pa PA|Rhode_Island R.I. RI|South_Carolina S.C. SC|South_Dakota S.D. SD|Tennessee Tenn TN"
    "|Texas Tex TX|Utah UT|Vermont Vt VT|Virginia Va VA|Washington Wash WA|West_Virginia W.Va. WV"
    "|Wisconsin Wis WI|Wyoming Wyo WY|D.C. DC|Puerto_Rico P.R. PR|Guam|Alberta Alta AB|British_Columbia B.C. BC"
    "|Manitoba Man MB|New_Brunswick N.B. NB|Newfoundland N.L. NL|Nova_Scotia N.S. NS|Ontario Ont ON"
    "|Prince_Edward_Island P.E.I.|Quebec Que QC|Saskatchewan Sask SK|Nunavut|Yukon|New_South_Wales NSW"
    "|Queensland Qld|Victoria Vic|Tasmania|South_Australia|Western_Australia|Northern_Territory|England|Scotland"
    "|Wales|Northern_Ireland|Bavaria|Punjab|Sindh|Kashmir|West_Bank|Gaza_Strip|Gaza|U.K. UK|U.S. US USA|UAE|DRC"
    "|Congo|Burma|Ivory_Coast|Macedonia|Kosovo|Crimea|Chechnya|Dagestan|Tibet|Xinjiang|Kurdistan|Catalonia"
    "|Sicily|Corsica|Hong_Kong|Holland|Czech_Republic|Turkey|Vatican|Vatican_City|Occupied_West_Bank|South_Korea"
    "|North_Korea"
)
_CITIES = (
    "Indianapolis Atlanta Baltimore Boston Charlotte Cincinnati Cleveland Columbus Dallas Houston Milwaukee"
    " Minneapolis Nashville New_Orleans Philadelphia Pittsburgh Portland Sacramento Salt_Lake_City San_Antonio"
    " San_Diego San_Francisco Seattle St._Louis St._Paul Las_Vegas Miami Washington Oklahoma_City Orlando Tampa"
    " Memphis Omaha Tucson Albuquerque Austin Raleigh Ottawa Montreal Calgary Quebec_City Birmingham Manchester"
    " Liverpool Leeds Glasgow Edinburgh Cardiff Belfast Bristol Geneva Genf Genève Frankfurt Hamburg Munich"
    " München Köln Cologne Stuttgart Düsseldorf Leipzig Dresden Hannover Bremen Nürnberg Bonn Karlsruhe Potsdam"
    " Mainz Erfurt Magdeburg Kiel Schwerin Wiesbaden Saarbrücken Strasbourg Straßburg Lyon Marseille Bordeaux"
    " Toulouse Lille Nantes Milan Milano Mailand Naples Napoli Turin Torino Florence Firenze Venice Venezia"
    " Genoa Genova Bologna Palermo Barcelona Valencia Sevilla Seville Bilbao Málaga Zaragoza Porto Lisboa"
    " Rotterdam The_Hague Den_Haag Antwerp Ghent Gothenburg Göteborg Malmö Bergen Trondheim Aarhus Tampere Espoo"
    " Krakow Kraków Gdańsk Wrocław Poznań Łódź Katowice Brno Lviv Kharkiv Odesa Odessa Donetsk Mariupol Kherson"
    " Zaporizhzhia Dnipro St._Petersburg Kazan Grozny Sochi Tel_Aviv Haifa Gaza_City Ramallah Beirut Aleppo Mosul"
    " Basra Erbil Isfahan Izmir Antalya Diyarbakir Jeddah Mecca Medina Abu_Dhabi Doha Sharjah Alexandria Benghazi"
    " Tunis Rabat Marrakesh Lagos Abuja Kano Ibadan Kaduna Maiduguri Kumasi Goma Mombasa Kisumu Arusha Dodoma"
    " Zanzibar Lindi Mwanza Pretoria Cape_Town Durban Bloemfontein Port_Elizabeth Bulawayo Windhoek New_Delhi"
    " Delhi Mumbai Bombay Bengaluru Bangalore Chennai Madras Hyderabad Kolkata Pune Ahmedabad Surat Jaipur Lucknow"
    " Kanpur Nagpur Indore Bhopal Patna Vadodara Agra Nashik Varanasi Srinagar Amritsar Ranchi Guwahati Chandigarh"
    " Thiruvananthapuram Kochi Coimbatore Mysuru Mangaluru Visakhapatnam Vijayawada Bhubaneswar Dehradun Shimla"
    " Jammu Panaji Imphal Shillong Gurugram Noida Islamabad Lahore Rawalpindi Peshawar Quetta Multan Faisalabad"
    " Chittagong Dhaka Colombo Kandy Kathmandu Kandahar Herat Bangkok Chiang_Mai Kuala_Lumpur Putrajaya"
    " George_Town Johor_Baru Kota_Kinabalu Kuching Ipoh Shah_Alam Petaling_Jaya Singapore Jakarta Surabaya Bandung"
    " Medan Denpasar Hanoi Hà_Nội Ho_Chi_Minh_City Da_Nang Phnom_Penh Yangon Naypyitaw Mandalay Manila Cebu Davao"
    " Quezon_City Beijing Peking Shenzhen Guangzhou Wuhan Chengdu Tianjin Nanjing Hangzhou Osaka Kyoto Hiroshima"
    " Nagoya Busan Canberra Sydney Melbourne Brisbane Perth Adelaide Wellington Auckland Christchurch"
    " Rio_de_Janeiro São_Paulo Brasília Recife Salvador Guadalajara Monterrey Tijuana Ciudad_Juárez Medellín Cali"
    " Quito Guayaquil Lima Cusco La_Paz Santa_Cruz Valparaíso Rosario Córdoba San_José San_Salvador Tegucigalpa"
    " San_Pedro_Sula Havanna Ankara Moskau Warschau Prag Vatikanstadt Bruxelles Brüssel Luxemburg Zürich Basel"
    " Bern Lausanne Davos Innsbruck Salzburg Graz Linz Teheran Kabul Bagdad Neu-Delhi Tokio Sotschi Astana Almaty"
    " Dushanbe Bishkek Tashkent Ashgabat Brussels Vienna Nicosia New_York Los_Angeles"
)
# Endings that towns have and words and surnames seldom do. "KANPUR:", "Gundremmingen -".
_TOWN = re.compile(
    r"[a-z]{3,}(?:pur|puram|abad|garh|nagar|patnam|palli|grad|ville|burgh|polis|stan|shahr|istan"
    r"|ingen|heim|burg|stadt|dorf|hausen|furt|feld|hofen|rode|leben|brueck|bruck|brucken|kirchen|munde|weiler|stedt"
    r"|buttel)"
)


_AGENCY_TABLE = (
    "aa|aap|ab|abc|abc news|accesswire|acn|adnkronos|afp|afp-jiji|afxp|agence france-presse|agencia brasil"
    "|agencia efe|agencies|agerpres|agi|agn|akipress|amna|ana|anadolu agency|anadolu ajansi|anf|ani|anka|anp"
    "|ansa|antara|ap|ap photo|apa|app|apps|apro|aps|askanews|associated press|ats|australian associated press"
    "|awp|bbc|belga|belta|bernama|bloomberg|bna|bns|bta|business wire|canada newswire|canadian press|cbs"
    "|cbs news|cna|cnn|cnnmoney|cns|cnw|cp|ctk|deutsche presse-agentur|dha|dpa|dpa-afx|dw|efe|elta|ena|ep|epd"
    "|estadao conteudo|eta|europa press|fars|fena|folhapress|fox|globe newswire|globenewswire|gna|hina|ians|iha"
    "|inter press service|interfax|interfax.ru|ips|irna|isna|italpress|jiji|jta|kazinform|keystone-sda"
    "|kff health news|kna|kuna|kyodo|leta|lusa|map|marketwatch|mehr|mena|mia|mna|mti|nan|nbc|nbc news|newsfile"
    "|newswise|nna|notimex|novum|npr|nsn|ntb|nzpa|ots|pa|pa media|pap|petra|pna|pr newswire|prensa latina"
    "|press association|presse|prnewswire|pti|ptk|qna|reuters|rfe/rl|rfi|ria|ria novosti|ritzau|rts|rudaw|sana"
    "|sapa|sda|sid|spa|srna|stacker|states newsroom|stt|swissinfo|tanjug|tap|tasnim|tasr|tass|taz|telam"
    "|the associated press|the canadian press|the center square|thomson reuters|tns|tt|tt-afp|ttxvn|ukrinform"
    "|uni|unian|upi|vna|voa|wafa|wam|xinhua|yonhap|zaman|агн|интерфакс|риа новости|тасс|укринформ|унн|уніан"
    "|ا ف ب|ا.ف.ب|د ب ا|رويترز|واس|وام|新华社"
)
_AGENCIES = frozenset(map(fold, _AGENCY_TABLE.split("|")))
_STATION = re.compile(
    r"[\w-]{2,12}(?:/[\w-]{2,12})?|[KWC][A-Z]{2,3}(?:-TV|-FM)?|[A-Z]\w*[A-Z]{2}"
    r"|[\w-]+\.(?:com|ru|org|net|co\.uk)"
    r"|[\w. ]{1,24} (?:News|Press|Agency|Newswire|Wire|Times|Post|Now|Business|Network)",
    re.I,
)
_PARTY = re.compile(r"[DRI]-[A-Z]|[DRI]$|\d+$")

# Time zones named after stations, islands and hamlets whose names are words or surnames too.
_NOT_CITY = re.compile(
    r"^Antarctica/|^Etc|North_Dakota|Indiana/(?!Indianapolis)|Kentucky/(?!Louisville)|Christmas|Easter|Wake|Midway|Jersey"
)


def is_named_agency(text: str) -> bool:
    """Tells whether this is the name of a news agency or broadcaster that we know."""
    names = [fold(part).strip(" .") for part in re.split(r"\s?[/,–-]\s?", text)]
    return any(name in _AGENCIES for name in [fold(text).strip(" ."), *names])


def is_agency(text: str) -> bool:
    """Tells whether this may be, in parentheses after a place, an agency, a call sign or a site's name."""
    return is_named_agency(text) or (bool(_STATION.fullmatch(text.strip())) and not _PARTY.match(text))


def is_region(text: str) -> bool:
    """Tells whether this is a country, or a state or province that datelines name, in full or abbreviated."""
    key = _key(text)
    return key in _regions(_languages(key))


def is_city(text: str) -> bool:
    """Tells whether this is a city that datelines often name, or, in capitals, a town by its ending."""
    key = _key(text)
    return key in _cities(_languages(key)) or (text.isupper() and has_town_ending(text))


def has_town_ending(text: str) -> bool:
    """Tells whether this one word ends as towns do: -pur, -ville, -ingen."""
    return bool(_TOWN.fullmatch(_key(text)))


def _key(text: str) -> str:
    return re.sub(r"[\s.]+", " ", fold(text).replace("’", "'").replace(".", ". ")).strip()


def _languages(key: str) -> tuple[str, ...]:
    """Returns the locales whose names CLDR is asked for: those of scripts with capitals, or of scripts without."""
    return _locales(key.upper() != key)


@functools.cache
def _locales(has_capitals: bool) -> tuple[str, ...]:
    named = [language for language in all_languages() if language.words.names.cities]
    return tuple(language.tag for language in named if language.words.names.capitals is has_capitals)


@functools.cache
def _regions(languages: tuple[str, ...]) -> frozenset[str]:
    from babel import Locale

    names = {_key(name.replace("_", " ")) for entry in _STATES.split("|") for name in entry.split()}
    for language in languages:
        names.update(_key(name) for code, name in Locale(language).territories.items() if code.isalpha())
    return frozenset(names)


@functools.cache
def _cities(languages: tuple[str, ...]) -> frozenset[str]:
    from babel import Locale
    from babel.core import get_global

    names = {_key(name.replace("_", " ")) for name in _CITIES.split()}
    zones = [zone for zone in get_global("zone_territories") if not _NOT_CITY.search(zone)]
    names.update(_key(zone.rsplit("/", 1)[-1].replace("_", " ")) for zone in zones)
    for language in languages:
        named = Locale(language).time_zones
        names.update(_key(named[zone]["city"]) for zone in zones if "city" in named.get(zone, {}))
    return frozenset(names)
