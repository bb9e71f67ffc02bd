"""The player of an episode's page: one bar, hidden until static/player.js serves it; then it is always in view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import html
from lxml.builder import ElementMaker
from lxml.html import builder as tag

from audiobrief.model import Episode, Feed
from audiobrief.publish import clean, passages, printed_dates
from audiobrief.publish.page_words import Words

E = ElementMaker(makeelement=html.html_parser.makeelement)

ACTIONS = (
    ("toggle", "k", "play"),
    ("back", "j", "back"),
    ("forward", "l", "forward"),
    ("previous-chapter", "p", "previous_chapter"),
    ("next-chapter", "n", "next_chapter"),
    ("previous-paragraph", ",", "previous_paragraph"),
    ("next-paragraph", ".", "next_paragraph"),
    ("slower", "s", "slower"),
    ("faster", "f", "faster"),
)
"""What the player does (page.js), its key, the name of its words. Keys that need no Shift anywhere."""
_IN_BAR = 5  # of the actions: buttons with a picture; the next two have words, among the options
_SPEEDS = ("0.5", "0.75", "1", "1.25", "1.5", "1.75", "2", "2.5", "3")
_SLEEP_MINUTES = (5, 15, 30, 60)
_AGAIN = "M12 5V1L7 6l5 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z"
_ON = "M12 5V1l5 5-5 5V7a6 6 0 1 0 6 6h2a8 8 0 1 1-8-8z"
_TEN = (
    "M8.4 11.2l1.7-1h.9v6H9.7v-4.5l-1.3.6z",
    "M14.2 10.1c1.6 0 2.3 1.3 2.3 3.1s-.7 3.1-2.3 3.1-2.3-1.3-2.3-3.1.7-3.1 2.3-3.1z"
    "m0 1.2c-.7 0-1 .8-1 1.9s.3 1.9 1 1.9 1-.8 1-1.9-.3-1.9-1-1.9z",
)
_PICTURES = {
    "play": ("M8 5v14l11-7z",),
    "toggle": ("M8 5v14l11-7z", "M6 5h4v14H6zM14 5h4v14h-4z"),
    "back": (_AGAIN, *_TEN),
    "forward": (_ON, *_TEN),
    "previous-chapter": ("M18 6v12l-8.5-6zM6 6h2v12H6z",),
    "next-chapter": ("M6 6l8.5 6L6 18zM16 6h2v12h-2z",),
    "options": ("M3 6h9v2H3zM17 6h4v2h-4zM13 4h3v6h-3zM3 16h4v2H3zM12 16h9v2h-9zM8 14h3v6H8z",),
}


def bar(episode: Episode, feed: Feed, say: Words, found: Iterable[passages.Passage]) -> html.HtmlElement:
    """Returns the bar; Play is the first thing in it. Its data are the words that page.js says later.

    The last two are seen on other people's pages alone (embed.js).
    """
    told = {name: say.table[name] for name in ("resumed", "now_chapter", "speed_now", "shared", "no_audio")}
    facts = {f"data-{name.replace('_', '-')}": text for name, text in told.items()}
    return E.section(
        tag.P(role="status", id="status"),
        _buttons(say, is_edition=bool(episode.script.stories)),
        _speed(say),
        _place(episode, say),
        _options(say, found),
        tag.P(say("disclosure"), " ", tag.A(say("episode_page"), id="there"), id="note"),
        tag.BUTTON("×", type="button", id="close", title=say("close_player"), **{"aria-label": say("close_player")}),
        id="player",
        hidden="hidden",
        **{
            "aria-label": say("player"),
            "data-guid": clean.line(episode.guid),
            "data-show": clean.line(feed.title),
            "data-cover": "cover.jpg",
            **facts,
        },
    )


def _buttons(say: Words, *, is_edition: bool) -> html.HtmlElement:
    """Tapes run one way in every script, so these do not turn round."""
    row = tag.DIV(id="buttons", dir="ltr")
    for action, key, name in ACTIONS[:_IN_BAR]:
        label = say(name.replace("chapter", "story") if is_edition else name)
        facts = {"data-action": action, "aria-keyshortcuts": key, "aria-label": label, "title": label}
        row.append(tag.BUTTON(picture(action), type="button", **facts))
    row[0].set("data-play", say("play"))
    row[0].set("data-pause", say("pause"))
    return row


def picture(name: str) -> html.HtmlElement:
    """Returns one of the pictures; it is for the eye alone."""
    paths = [E.path(d=path) for path in _PICTURES[name]]
    return E.svg(*paths, viewBox="0 0 24 24", **{"aria-hidden": "true"})


def _speed(say: Words) -> html.HtmlElement:
    rows = [tag.OPTION(f"{speed}×", value=speed) for speed in _SPEEDS]
    rows[_SPEEDS.index("1")].set("selected", "selected")
    return tag.SELECT(*rows, id="speed", title=say("speed"), **{"aria-label": say("speed")})


def _place(episode: Episode, say: Words) -> html.HtmlElement:
    ms = episode.timeline.duration_ms
    slider = tag.INPUT(
        type="range",
        id="position",
        min="0",
        max=f"{max(1, ms // 1000)}",
        value="0",
        autocomplete="off",
        **{"aria-label": say("position")},
    )
    chapter = tag.SPAN(id="chapter", dir="auto")
    length = printed_dates.clock(ms)
    return tag.DIV(slider, tag.SPAN(f"0:00 / {length}", id="clock", **{"data-length": length}), chapter, id="place")


def _options(say: Words, found: Iterable[passages.Passage]) -> html.HtmlElement:
    """How to listen, and what to leave out: only what this episode has."""
    boxes = [
        checkbox(f"skip-{passages.SKIPPABLE[role]}", say(passages.SKIPPABLE[role]), {"data-skip": role.value})
        for role in passages.skippable(found)
    ]
    buttons = [
        tag.BUTTON(say(name), type="button", **{"data-action": action, "aria-keyshortcuts": key})
        for action, key, name in ACTIONS[_IN_BAR : _IN_BAR + 2]
    ]
    minutes = [tag.OPTION(say("sleep_minutes", minutes=count), value=str(count)) for count in _SLEEP_MINUTES]
    ends = [tag.OPTION(say("sleep_off"), value="0"), *minutes, tag.OPTION(say("sleep_chapter"), value="chapter")]
    panel = tag.DIV(
        tag.LABEL(say("sleep"), " ", tag.SELECT(*ends, id="sleep", autocomplete="off"), **{"for": "sleep"}),
        *([E.fieldset(E.legend(say("leave_out")), *boxes)] if boxes else []),
        checkbox("follow", say("follow"), {"checked": "checked"}),
        checkbox("play-on", say("play_on"), {"checked": "checked"}),
        tag.P(*buttons, tag.BUTTON(say("share"), type="button", id="share"), **{"class": "row"}),
        _keyboard(say),
        id="panel",
    )
    name = tag.SPAN(say("settings"), **{"class": "unseen"})
    return E.details(E.summary(picture("options"), name, title=say("settings")), panel, id="settings")


def checkbox(name: str, label: str, facts: Mapping[str, str]) -> html.HtmlElement:
    """Returns a box to tick with its label."""
    return tag.LABEL(tag.INPUT(type="checkbox", id=name, **facts), " ", label, **{"for": name})


def _keyboard(say: Words) -> html.HtmlElement:
    """Every key, and the switch that turns them off: single keys are in the way of speech input (WCAG 2.1.4)."""
    rows = [
        tag.TR(tag.TD(tag.KBD(key.upper())), tag.TD(say(name)), **{"data-key": key, "data-does": action})
        for action, key, name in ACTIONS
    ]
    rows[0][1].text = f"{say('play')} / {say('pause')}"
    head = tag.THEAD(tag.TR(tag.TH(say("key"), scope="col"), tag.TH(say("does"), scope="col")))
    return E.details(
        E.summary(say("keyboard")),
        checkbox("keys", say("keyboard_on"), {"checked": "checked"}),
        tag.TABLE(head, tag.TBODY(*rows)),
        id="keyboard",
    )
