"""American states as newspapers shorten them, and as the post does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobrief.spoken_form.tokens import BREAK, Match, one_of, rule

if TYPE_CHECKING:
    from audiobrief.spoken_form.english import English
    from audiobrief.spoken_form.grammar import Rule

_PRESS = {
    "Ala.": "Alabama", "Ariz.": "Arizona", "Ark.": "Arkansas", "Calif.": "California", "Colo.": "Colorado",
    "Conn.": "Connecticut",
    "Del.": "Delaware", "Fla.": "Florida", "Ga.": "Georgia", "Ill.": "Illinois", "Ind.": "Indiana", "Kan.": "Kansas",
    "Ky.": "Kentucky", "La.": "Louisiana", "Md.": "Maryland", "Mass.": "Massachusetts", "Mich.": "Michigan",
    "Minn.": "Minnesota",
    "Miss.": "Mississippi", "Mo.": "Missouri", "Mont.": "Montana", "Neb.": "Nebraska", "Nev.": "Nevada",
    "N.H.": "New Hampshire",
    "N.J.": "New Jersey", "N.M.": "New Mexico", "N.Y.": "New York", "N.C.": "North Carolina", "N.D.": "North Dakota",
    "Okla.": "Oklahoma", "Ore.": "Oregon", "Pa.": "Pennsylvania", "R.I.": "Rhode Island", "S.C.": "South Carolina",
    "S.D.": "South Dakota", "Tenn.": "Tennessee", "Tex.": "Texas", "Vt.": "Vermont", "Va.": "Virginia",
    "Wash.": "Washington",
    "W.Va.": "West Virginia", "W. Va.": "West Virginia", "Wis.": "Wisconsin", "Wyo.": "Wyoming", "D.C.": "D C",
}  # fmt: skip
_POST = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
_PARTIES = {"D": "Democrat", "R": "Republican", "I": "independent"}


def place_rules(english: English) -> list[Rule]:
    """As in "D-Va.", "Austin, Texas", "Phoenix, Ariz.", "Santa Fe, NM 87501"."""

    def member(match: Match) -> str:
        state = _PRESS.get(match["state"]) or _POST[match["state"]]
        return f"{_PARTIES[match['party']]} of {state}{_stop(match)}"

    def press(match: Match) -> str:
        return match[1] + _PRESS[match[2]] + _stop(match)

    def post(match: Match) -> str:
        code = f" {english.digits(match['zip'])}" if match["zip"] else ""
        return f"{match[1]}{_POST[match[2]]}{match['comma'] if code else ''}{code}"

    press_names, post_names = one_of(_PRESS), one_of(_POST)
    return [
        rule(
            "member",
            rf"(?<![\w-])(?P<party>[DRI])-(?P<state>{press_names}|(?:{post_names})\b)",
            member,
            re.compile("[DRI]-[A-Z]"),
        ),
        rule("state", rf"(?<=[a-z])(,{BREAK})({press_names})(?!\w)", press, re.compile(r"[a-zA-Z]\.")),
        rule(
            "state code",
            rf"(?<=[a-z])(,{BREAK})({post_names})(?:(?P<comma>,?){BREAK}(?P<zip>\d{{5}}))?(?!\w|\.\w)(?=[,.;:)\s]|$)",
            post,
            re.compile(", [A-Z]{2}"),
        ),
    ]


def _stop(match: Match) -> str:
    """The point ends the sentence too where the text ends."""
    return "." if match[0].endswith(".") and not match.string[match.end() :].strip("\"'”’) \n") else ""
