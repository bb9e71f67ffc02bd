"""Symbols that mean the same in every language: currencies by ISO 4217, units by their CLDR name."""

from __future__ import annotations

CURRENCIES = {
    "US$": "USD", "U.S.$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "₴": "UAH", "₸": "KZT",
    "₺": "TRY", "₼": "AZN", "₹": "INR", "₩": "KRW", "₪": "ILS", "₾": "GEL", "֏": "AMD", "₫": "VND", "₱": "PHP",
    "₦": "NGN", "₿": "BTC", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD",
    "S$": "SGD", "NT$": "TWD", "R$": "BRL", "MX$": "MXN", "CN¥": "CNY", "RMB": "CNY", "Mex$": "MXN", "฿": "THB",
    "﷼": "IRR", "₡": "CRC", "₲": "PYG", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "лв": "BGN", "грн": "UAH",
}  # fmt: skip

ISO_CURRENCIES = frozenset(
    """AED AFN ALL AMD ANG AOA ARS AUD AZN BAM BBD BDT BGN BHD BIF BND BOB BRL BSD BTC BWP BYN CAD CDF CHF CLP CNY COP CRC
    CUP CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD GBP GEL GHS GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK
    JMD JOD JPY KES KGS KHR KPW KRW KWD KZT LAK LBP LKR LRD LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN
    NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SOS SRD SSP SVC
    SYP THB TJS TMT TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND XAF XOF YER ZAR ZMW""".split()
)

SMALL_ISO_CURRENCIES = frozenset(
    "usd eur gbp chf jpy cny rub uah kzt inr brl mxn pln czk huf crc gtq hnl nio ttd hkd cad aud sek nok dkk try".split()
) - {"try"}
"""Codes that are also printed small; the others would be words ("all", "top")."""

UNITS = {
    "km": "length-kilometer", "m": "length-meter", "cm": "length-centimeter", "mm": "length-millimeter",
    "dm": "length-decimeter", "nm": "length-nanometer", "μm": "length-micrometer", "µm": "length-micrometer",
    "km²": "area-square-kilometer", "km2": "area-square-kilometer", "m²": "area-square-meter", "m2": "area-square-meter",
    "cm²": "area-square-centimeter", "cm2": "area-square-centimeter", "ha": "area-hectare",
    "m³": "volume-cubic-meter", "m3": "volume-cubic-meter", "cm³": "volume-cubic-centimeter",
    "cm3": "volume-cubic-centimeter", "km³": "volume-cubic-kilometer", "km3": "volume-cubic-kilometer",
    "l": "volume-liter", "L": "volume-liter", "dl": "volume-deciliter", "cl": "volume-centiliter",
    "ml": "volume-milliliter", "mL": "volume-milliliter", "hl": "volume-hectoliter",
    "kg": "mass-kilogram", "g": "mass-gram", "mg": "mass-milligram", "µg": "mass-microgram", "μg": "mass-microgram",
    "t": "mass-tonne",
    "km/h": "speed-kilometer-per-hour", "kph": "speed-kilometer-per-hour", "kmh": "speed-kilometer-per-hour",
    "m/s": "speed-meter-per-second", "mph": "speed-mile-per-hour",
    "°C": "temperature-celsius", "ºC": "temperature-celsius", "℃": "temperature-celsius",
    "°F": "temperature-fahrenheit", "ºF": "temperature-fahrenheit", "℉": "temperature-fahrenheit",
    "W": "power-watt", "kW": "power-kilowatt", "MW": "power-megawatt", "GW": "power-gigawatt", "mW": "power-milliwatt",
    "kWh": "energy-kilowatt-hour", "kcal": "energy-kilocalorie", "kJ": "energy-kilojoule", "J": "energy-joule",
    "V": "electric-volt", "kV": "electric-kilovolt", "A": "electric-ampere", "mA": "electric-milliampere",
    "Hz": "frequency-hertz", "kHz": "frequency-kilohertz", "MHz": "frequency-megahertz", "GHz": "frequency-gigahertz",
    "kB": "digital-kilobyte", "KB": "digital-kilobyte", "MB": "digital-megabyte", "GB": "digital-gigabyte",
    "TB": "digital-terabyte", "Pa": "pressure-pascal", "hPa": "pressure-hectopascal", "kPa": "pressure-kilopascal",
    "MPa": "pressure-megapascal", "mbar": "pressure-millibar", "lm": "light-lumen", "dB": "sound-decibel",
    "h": "duration-hour", "min": "duration-minute", "s": "duration-second", "ms": "duration-millisecond",
    "ft": "length-foot", "yd": "length-yard", "mi": "length-mile", "lb": "mass-pound", "lbs": "mass-pound",
    "oz": "mass-ounce", "hp": "power-horsepower",
}  # fmt: skip

RATES = {"s": "second", "min": "minute", "h": "hour", "d": "day", "yr": "year", "kg": "kilogram", "l": "liter"}

VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
