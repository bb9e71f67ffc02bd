"""Progress is told in words, seldom, each line once."""

from __future__ import annotations

from audiobrief.recording.progress import Progress


def told(total: int, seconds_a_step: float, *, at_hand: int = 0) -> list[str]:
    lines: list[str] = []
    now_s = 0.0

    def clock() -> float:
        return now_s

    progress = Progress("Speaking", total, lines.append, clock)
    for number in range(total):
        now_s += seconds_a_step if number >= at_hand else 0
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


def test_the_time_left_is_told_once_enough_was_done() -> None:
    lines = told(200, 1.0)
    assert lines[0] == "Speaking: 10 of 200, 5 percent.", "too early to say"
    assert lines[3] == "Speaking: 40 of 200, 20 percent, about 3 minutes left."
    assert "Speaking: 140 of 200, 70 percent, about 1 minute left." in lines
    assert "Speaking: 170 of 200, 85 percent, less than a minute left." in lines
    assert lines[-1] == "Speaking: 200 of 200, 100 percent."


def test_what_was_at_hand_does_not_promise_a_quick_end() -> None:
    lines = told(400, 3.0, at_hand=200)
    assert "Speaking: 221 of 400, 55 percent, about 9 minutes left." in lines


def test_hours_are_told_in_hours() -> None:
    assert any(line.endswith("1 percent, about 3 hours left.") for line in told(1000, 12.0))
