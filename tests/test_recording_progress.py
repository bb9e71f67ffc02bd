"""Progress is told in words, seldom, each line once."""

from __future__ import annotations

from audiobrief.recording.progress import Progress


def told(total: int, seconds_a_step: float) -> list[str]:
    lines: list[str] = []
    now_s = 0.0

    def clock() -> float:
        return now_s

    progress = Progress("Speaking", total, lines.append, clock)
    for _ in range(total):
        now_s += seconds_a_step
        progress.step()
    return lines


def test_long_work_is_told_at_each_tenth() -> None:
    lines = told(100, 0.5)
    assert len(lines) == 10
    assert lines[0] == "Speaking: 10 of 100, 10 percent."
    assert lines[-1] == "Speaking: 100 of 100, 100 percent."


def test_very_long_work_is_told_every_ten_seconds() -> None:
    assert len(told(10, 25.0)) == 10
    assert len(told(1000, 1.0)) == 100


def test_short_work_is_told_once() -> None:
    assert told(300, 0.001) == ["Speaking: 300 of 300, 100 percent."]
