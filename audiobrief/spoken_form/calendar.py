"""Finds dates, times and ranges as most of Europe prints them: day first, 24 hours."""

from __future__ import annotations

import re

from audiobrief.spoken_form import cldr
from audiobrief.spoken_form.grammar import Grammar
from audiobrief.spoken_form.patterns import BREAK, HYPHEN, Match, Parts, Rule, Say, rule, sentence_stop
from audiobrief.spoken_form.rows import full_year


def date_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
    """Returns the rules of dates: "2024-03-15", "15.03.2024", "15/3/24", "15 March 2024"."""

    def figures(match: Match) -> str:
        day, month = int(match["day"]), int(match["month"])
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return match[0]
        year = match["year"]
        return grammar.date(day, month, None if year is None else full_year(year)) + sentence_stop(match)

    def named(match: Match) -> str:
        day = int(match["day"])
        name = match["month"].lower().rstrip(".")
        if not 1 <= day <= 31 or name not in grammar.months:
            return match[0]
        written, full = match["month"].rstrip("."), grammar.month(grammar.months[name])
        is_full = len(written) == len(full)
        is_kept = written.lower() in grammar.kept_months or (is_full and full.lower().startswith(name))
        said = f"{grammar.day(day)}{match['joint'] or grammar.date_joint}{written if is_kept else full}"
        if match["year"]:
            return said + year_behind(match)
        return said + ("." if is_full and match["month"].endswith(".") else sentence_stop(match))

    def year_behind(match: Match) -> str:
        joint = match["joint2"] if match["joint2"].strip() else grammar.date_joint
        return joint + grammar.year(int(match["year"]))

    two = r"(?P<day>0?[1-9]|[12]\d|3[01])"
    month = r"(?P<month>0?[1-9]|1[0-2])"
    day_mark = grammar.day_mark
    joint = grammar.joint_words
    point = r"\.?" if grammar.ordinal_year_endings else ""
    return [
        *_short_date_rules(grammar),
        rule(
            "date iso",
            rf"(?<![\w.,/-])(?P<year>[12]\d{{3}})(?P<s>[-./])(?:{month})(?P=s)(?:{two})(?![\w/-]|[.,]\d)",
            figures,
        ),
        rule(
            "date figures",
            rf"(?<![\w,/-])(?<!\d\.){two}(?P<s>[./-]){BREAK}?{month}(?P=s){BREAK}?(?P<year>[12]\d{{3}}|\d\d){point}(?![\w/-]|[.,]\d)",
            figures,
        ),
        rule(
            "date named",
            rf"(?<![\w.,/-])(?P<day>0?[1-9]|[12]\d|3[01])(?:{day_mark})?"
            rf"(?:{BREAK}+|(?P<joint>{BREAK}+(?:{joint}){BREAK}+)|[-‐])"
            rf"(?P<month>(?i:{parts.month})\b\.?)"
            rf"(?:(?P<joint2>,?{BREAK}+(?:(?:{joint}){BREAK}+)?|[-‐])(?P<year>[12]\d{{3}})(?![\w]|[.,:]\d))?(?!\w)",
            named,
        ),
    ]


def _short_date_rules(grammar: Grammar) -> list[Rule]:
    """Finds a day and a month in figures behind a weekday or a word that leads to them: "Selasa (21/1)"."""

    def say(match: Match) -> str:
        is_bare = match["mark"] == "." and not match["point"]
        if is_bare and (len(match["month"]) < 2 or (grammar.ordinal_point and match["month"][0] != "0")):
            return match[0]  # a version, a section, a decimal; where a point makes an ordinal, a time: "od 9.10"
        return f"{match['lead']}{grammar.date(int(match['day']), int(match['month']), None)}{sentence_stop(match)}"

    names = [name[: -2 if len(name) > 5 else -1] for name in map(str.lower, cldr.weekday_names(grammar.code))]
    leads = "|".join(filter(None, [*(rf"{re.escape(name)}\w{{0,5}},?" for name in names), grammar.short_date_leads]))
    if not leads:
        return []
    lead = rf"(?P<lead>(?<!\w)(?i:{leads}){BREAK}(?:(?i:{grammar.short_date_articles}){BREAK})?\(?)"
    figures = rf"(?P<day>0?[1-9]|[12]\d|3[01])(?P<mark>[/.]){BREAK}?(?P<month>0?[1-9]|1[0-2])(?P<point>\.?)"
    share = rf"(?!{BREAK}(?:des?|du|del|di|av|van)(?!\w)(?!{BREAK}\d))"  # "le 1/3 des voix"
    end = rf"(?!{BREAK}?\d)(?![\w/%]|[.,:]\d){share}"
    return [rule("date short", f"{lead}{figures}{end}", say, re.compile(r"\d[./]"))]


def time_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
    """Returns the rules of times: "14:05", "14:05:30", "14h05", with the word that follows or leads ("kl. 14.05")."""

    def say(match: Match) -> str:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if hour > 24 or minute > 59:
            return match[0]
        second = match["second"]
        return grammar.time(hour, minute, None if second is None else int(second), (match["word"] or "").strip())

    word = rf"(?P<word>{BREAK}?(?:{grammar.time_words})(?!\w))"
    marks = ":."
    rows = [
        rule(
            "time",
            rf"(?<![\w.,:/-])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?{word}?(?![\w:]|[.,]\d)",
            say,
            re.compile(r"\d:\d"),
        )
    ]
    if grammar.time_leads:
        rows.append(_led_time_rule(grammar))
    if grammar.clock_leads:
        rows.append(_pointed_time_rule(grammar, parts, say))
    if grammar.time_words != "(?!)":
        rows.append(
            rule(
                "time with word",
                rf"(?<![\w.,:/-])(?P<hour>[01]?\d|2[0-4])(?:[{marks}](?P<minute>[0-5]\d)(?P<second>(?!))?)?{word}",
                say,
            )
        )
    return rows


def _led_time_rule(grammar: Grammar) -> Rule:
    """Finds "kl. 14.05", "kl. 7": the lead is said in full."""

    def say(match: Match) -> str:
        lead = grammar.time_leads[match["lead"].lower()]
        lead = lead.capitalize() if match["lead"][0].isupper() else lead
        return f"{lead} {grammar.time(int(match['hour']), int(match['minute'] or 0), None)}"

    leads = "|".join(re.escape(lead) for lead in grammar.time_leads)
    time = r"(?P<hour>[01]?\d|2[0-4])(?:[.:](?P<minute>[0-5]\d))?"
    return rule("time led", rf"(?<!\w)(?P<lead>(?i:{leads})){BREAK}?{time}(?![\w:]|[.,]\d)", say)


def _pointed_time_rule(grammar: Grammar, parts: Parts, say: Say) -> Rule:
    """Finds "u 14.30": behind its lead, unless what follows is counted or measured."""
    lead = rf"(?<!\w)(?P<lead>(?i:{grammar.clock_leads}){BREAK})"
    time = rf"(?P<hour>[01]?\d|2[0-4])\.(?P<minute>[0-5]\d)(?P<second>(?!))?(?P<word>{BREAK}?h(?!\w))?"
    measures = rf"{parts.unit}|{parts.size}|{parts.symbol}|{parts.currency_word}"
    end = rf"(?!{BREAK}?(?!h(?!\w))(?:{measures})(?!\w))(?![\w:%]|[.,]\d)"
    return rule("time pointed", lead + time + end, lambda match: match["lead"] + say(match))


def range_rules(grammar: Grammar, parts: Parts) -> list[Rule]:
    """Returns the rules of ranges: "2019–2021", "1990-95", "10-20"."""

    def years(match: Match) -> str:
        first, last = match["first"], match["last"]
        end = int(last) if len(last) == 4 else int(first[:2] + last)
        if end <= int(first) or (match["mark"] == "/" and end != int(first) + 1):
            return match[0]
        said = grammar.year(end) if len(last) == 4 else grammar.cardinal(int(last))
        return f"{grammar.year(int(first))} {grammar.to} {said}"

    def plain(match: Match) -> str:
        low, high = grammar.quantity(match["low"]), grammar.quantity(match["high"])
        if low.count >= high.count:
            return match[0]
        return f"{grammar.number(low)} {grammar.to} {grammar.number(high)}"

    number = parts.number
    needs = re.compile(rf"\d{BREAK}?{HYPHEN}{BREAK}?\d")
    return [
        rule(
            "years",
            rf"(?<![\w.,/-])(?P<first>1[1-9]\d\d|20\d\d)(?P<mark>{BREAK}?{HYPHEN}{BREAK}?|/)(?P<last>1[1-9]\d\d|20\d\d|\d\d)(?![\w/-]|[.,]\d)",
            years,
            re.compile(rf"\d{BREAK}?(?:{HYPHEN}|/){BREAK}?\d"),
        ),
        rule("range", rf"(?<![\w.,/:-])(?P<low>{number}){HYPHEN}(?P<high>{number})(?![\w/:-]|[.,]\d)", plain, needs),
    ]
