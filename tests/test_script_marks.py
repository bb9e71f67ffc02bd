"""Every reason by which a mark is read, closed or healed, with a case that it decides."""

from __future__ import annotations

import re

import pytest

from audiobrief.script.quotation.marks import spans

SAID = re.compile(r"[,”]+\s+said ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She said “we ran” twice.", ["we ran"]),
        ("Er sagte „wir liefen“ zweimal.", ["wir liefen"]),
        ("Han sagde »vi løb« to gange.", ["vi løb"]),
        ('He is 6\'2" tall and it\'s "fine" here.', ["fine"]),
        ("“One “two” three” ended.", ["One “two” three"]),
        ("‘The boys’ room,’ he said.", ["The boys’ room,"]),
        ("“We ran, said Anna. “We fell.”", ["We ran,", "We fell."]),
        ("It began. “We ran and. “We fell.”", ["We ran and", "We fell."]),
        ("He told of “a long way. Then he left.", ["a long way"]),
        ("‘tis late.", []),
        ("We ran,” said Anna.", ["We ran,"]),
        ("“…” he wrote.", []),
    ],
)
def test_marks_are_paired_or_healed(text: str, words: list[str]) -> None:
    assert [text[span.start : span.end] for span in spans(text, SAID)] == words


def test_a_statement_runs_over_paragraphs() -> None:
    first, last = "“We ran. And then", "we fell,” she said."
    assert [(s.closed, s.runs_on) for s in spans(first, SAID, next_opens=True)] == [(False, True)]
    assert [(s.opened, s.runs_in) for s in spans(last, SAID, runs_in=True)] == [(False, True)]
