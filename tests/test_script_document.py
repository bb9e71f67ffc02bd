"""A script's JSON: what survives, and what is refused in one line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from audiobrief.errors import UsageError
from audiobrief.model import Article, Block, Dropped, Reason, Role, Script, Segment
from audiobrief.script import document, write_edition, write_script

ARTICLE = Article(
    url="https://news.example/bridge",
    title="Bridge closed",
    site="The Gazette",
    language="en",
    authors=("Jane Doe",),
    published="2026-11-24",
    description="A bridge is closed.",
    blocks=(Block(Role.HEADLINE, "Bridge closed"), Block(Role.BODY, "The bridge is closed.")),
    dropped=(Dropped("Share this", Reason.SHARE),),
)


def as_data(script: Script) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(document.dump(script))
    return data


def test_the_keys_are_the_agreed_ones() -> None:
    data = as_data(write_script(ARTICLE))
    assert list(data) == ["version", "article", "segments"]
    assert list(data["article"]) == [
        "title", "url", "site", "language", "authors", "published", "updated", "image", "licence", "dropped",
        "description",
    ]  # fmt: skip
    assert data["article"]["dropped"] == [{"text": "Share this", "reason": "share"}]
    assert data["article"]["updated"] is None
    assert list(data["segments"][0]) == [
        "role", "text", "written", "source", "speaker", "confidence", "language", "voice", "level", "pause_ms",
        "chapter", "block",
    ]  # fmt: skip


def test_unknown_keys_survive() -> None:
    data = as_data(write_edition([write_script(ARTICLE)], title="Today", language="en", published="2026-11-24"))
    data["editor"] = {"name": "Jo"}
    data["article"]["mood"] = "calm"
    data["stories"][0]["rank"] = 1
    data["segments"][1]["note"] = ["louder"]
    loaded = document.load(json.dumps(data), "script.json")
    assert json.loads(document.dump(loaded)) == data
    assert loaded.segments[1].extra == {"note": ["louder"]}


def test_what_a_person_leaves_out_is_null() -> None:
    text = '{"version": 1, "article": {}, "segments": [{"role": "body", "text": "Hello."}]}'
    loaded = document.load(text, "script.json")
    assert loaded == Script(Article(), (Segment(Role.BODY, "Hello."),))


def minimal(**changes: object) -> str:
    data: dict[str, Any] = {"version": 1, "article": {}, "segments": [{"role": "body", "text": "Hello."}]}
    for path, value in changes.items():
        if path.startswith("segment_"):
            data["segments"][0][path.removeprefix("segment_")] = value
        elif path.startswith("article_"):
            data["article"][path.removeprefix("article_")] = value
        else:
            data[path] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("", "is not JSON (line 1 column 1)"),
        ("{]", "is not JSON"),
        ("[1]", "is JSON, but not a script"),
        ("null", "is JSON, but not a script"),
        ('{"name": "package", "dependencies": {}}', "is JSON, but not a script"),
        ("[" * 100_000, "is nested too deeply"),
        (minimal(version=2), "is a script of version 2; this program reads version 1"),
        (minimal(version="1"), "is a script of version 1"),
        (minimal(segments={}), "segments: expected array, got object"),
        (minimal(segments=[[]]), "segments[0]: expected object, got array"),
        (minimal(article=[]), "article: expected object, got array"),
        (minimal(article_title=7), "article.title: expected str | null, got int"),
        (minimal(article_authors="Jane"), "article.authors"),
        (minimal(article_dropped=[{"text": "x", "reason": "other"}]), "article.dropped[0].reason: invalid enum value"),
        (minimal(segment_role="shout"), "segments[0].role: invalid enum value 'shout'"),
        (minimal(segment_text=None), "segments[0].text: expected str, got null"),
        (minimal(segment_text="  "), "segments[0].text: is empty"),
        (minimal(segment_text="a\x07b"), "segments[0].text: holds a control character"),
        (minimal(segment_text="a" * 30_000), "segments[0].text: is longer than 20,000 characters"),
        (minimal(segment_pause_ms=-1), "segments[0].pause_ms: expected int >= 0"),
        (minimal(segment_pause_ms=10**9), "segments[0].pause_ms: expected int <= 60000"),
        (minimal(segment_confidence="high"), "segments[0].confidence"),
        (minimal(segment_block=-4), "segments[0].block"),
        (minimal(segment_story=0), "segments[0].story: there is no story 0"),
        (minimal(segments=[{"role": "body", "text": "x"}] * 50_001), "has more than 50,000 segments"),
        ("x" * 20_000_001, "is larger than 20,000,000 characters"),
    ],
)
def test_wrong_scripts_are_refused_in_one_line(text: str, fact: str) -> None:
    with pytest.raises(UsageError) as caught:
        document.load(text, "my.json")
    message = str(caught.value)
    assert message.startswith("my.json: ")
    assert fact in message
    assert "\n" not in message
    assert len(message) < 300
    assert caught.value.remedy


def test_a_byte_order_mark_is_no_error() -> None:
    assert document.load("\ufeff" + minimal(), "x").segments[0].text == "Hello."
