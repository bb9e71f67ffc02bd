"""Feeds in the forms that programs write: served on the loopback, published, and what became of each item."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from audiobrief.feed import run
from audiobrief.model import Episode, Role
from tests.news_site import NewsSite, make_folder

DATA = Path(__file__).resolve().parent / "data" / "feed_kinds"
KINDS: dict[str, dict[str, Any]] = json.loads((DATA / "kinds.json").read_text(encoding="utf-8"))


class KindSite(NewsSite):
    """Serves the feed of one kind, and the pages that it names."""

    def __init__(self, kind: dict[str, Any]) -> None:
        super().__init__()
        self._kind = kind
        self.pages = {path: body.encode() for path, body in kind["pages"].items()}
        self.fault = kind["statuses"].get

    def feed(self) -> bytes:
        text: str = (DATA / self._kind["file"]).read_text(encoding="utf-8")
        return text.replace("SITE", self.address).encode()

    def feed_type(self, request: BaseHTTPRequestHandler) -> str:
        return str(self._kind["type"])


@dataclass
class Outcome:
    """What became of the items of a feed."""

    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Paths of pages that were fetched."""


def outcome(name: str, place: Path, episodes: Any, source: str = "") -> Outcome:
    """Publishes the feed of a kind; ``source`` are more keys of its [[source]], ``episodes`` reads what is there."""
    kind, result = KINDS[name], Outcome()
    site = KindSite(kind)
    try:
        folder = make_folder(place, site)
        with (folder / "audiobrief.toml").open("a", encoding="utf-8") as file:
            file.write(source)
        report = run.publish(folder, [], lambda line: None)
        published = {episode.script.article.title: episode for episode in episodes(folder)}
    finally:
        site.close()
    result.asked = [path for path, _ in site.asked()]
    for item in kind["items"]:
        trouble = _trouble(item, published, report.failed)
        (result.wrong if trouble else result.right).append(f"{name}: {item['title']}{trouble and f': {trouble}'}")
    return result


def _trouble(item: dict[str, Any], published: dict[str, Episode], failed: list[str]) -> str:
    """Says what is wrong with an item, "" when it is as it must be."""
    if "refused" in item:
        return "" if any(item["refused"] in line for line in failed) else f"not refused: {failed}"
    found = [episode for title, episode in published.items() if title == item["title"] or not item["title"]]
    found = [episode for episode in found if item["first"] in _heard(episode)] or found
    if not found:
        return f"not spoken: {failed}"
    heard, article = _heard(found[0]), found[0].script.article
    if item["first"] not in heard or item["last"] not in heard:
        return f"not whole: {heard}"
    if item.get("date") and not (article.published or "").startswith(item["date"]):
        return f"dated {article.published}"
    if item.get("author") and article.authors != (item["author"],):
        return f"by {article.authors}"
    return "by the program" if item.get("not_author") in article.authors else ""


def _heard(episode: Episode) -> str:
    return "\n".join(segment.written for segment in episode.script.segments if segment.role is not Role.CUE)
