import time
from collections.abc import Iterator
from itertools import pairwise
from math import log10

import pytest

from gui.plots.figure_words import figure_words, reading_words
from gui.plots.ground import Scales, left_ticks
from gui.plots.ticks import clock_ticks, figure_ticks, log_ticks


@pytest.mark.parametrize(
    ("value", "spacing", "short", "words"),
    [
        (0.0, 0.1, False, "0"),
        (1e-18, 0.5, False, "0"),
        (0.3, 0.1, False, "0.3"),
        (1.0, 0.5, False, "1.0"),
        (3000.0, 1000.0, False, "3,000"),
        (8000.0, 2000.0, True, "8k"),
        (1500.0, 500.0, True, "1.5k"),
        (2_000_000.0, 500_000.0, True, "2M"),
        (0.0003, 0.0001, True, "3e-4"),
        (100.0, 50.0, True, "100"),
        (0.025, 0.0, True, "0.025"),
        (10.0, 0.0, True, "10"),
    ],
)
def test_that_a_figure_is_short(value: float, spacing: float, short: bool, words: str) -> None:
    assert figure_words(value, spacing, short=short) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (3.7741, "3.77"),
        (99.96, "100"),
        (999.7, "1,000"),
        (12345.6, "12,346"),
        (0.0, "0"),
        (0.0039871, "0.00399"),
        (-0.25, "-0.25"),
        (9.9996e-5, "1e-4"),
        (float("nan"), "–"),
    ],
)
def test_that_a_reading_has_three_digits(value: float, words: str) -> None:
    assert reading_words(value) == words


@pytest.mark.parametrize("most", [2.0, 5.5, 36.0])
@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-3.0, 4711.0), (0.0, 3e-5), (99.0, 99.5)])
def test_that_ticks_are_round_and_have_room(low: float, high: float, most: float) -> None:
    places = [tick.place for tick in figure_ticks(low, high, most)]
    assert places
    assert low <= places[0] <= places[-1] <= high
    assert len(places) <= most + 1
    for one, other in pairwise(places):
        assert other - one >= (high - low) / most * 0.99
        assert f"{other - one:.6e}"[0] in "125"


def test_that_two_ticks_never_read_the_same() -> None:
    for low, high in ((0.0, 1.0), (0.0, 0.004), (2.0, 2.0001), (0.0, 12345.0)):
        words = [tick.words for tick in figure_ticks(low, high, 9.0, short=True)]
        assert len(words) >= 4
        assert len(set(words)) == len(words), words


def test_that_what_is_counted_has_whole_ticks() -> None:
    assert [tick.words for tick in figure_ticks(0.0, 2.0, 10.0, whole=True)] == ["0", "1", "2"]


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (1e9, 1e9 + 1e-7)])
def test_that_no_room_and_no_digits_give_no_ticks(low: float, high: float) -> None:
    assert figure_ticks(low, high, 10.0) == []


def test_that_a_log_scale_has_decades_and_fainter_ticks_between() -> None:
    ticks = log_ticks(-2.0, 1.0, 6.0)
    assert [tick.words for tick in ticks if tick.words] == ["0.01", "0.1", "1", "10"]
    assert [10**tick.place for tick in ticks if not tick.words][:8] == pytest.approx(
        [0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09]
    )


def test_that_a_log_scale_with_room_names_2_and_5_and_one_without_leaves_decades_out() -> None:
    assert [tick.words for tick in log_ticks(0.0, 1.0, 9.0) if tick.words] == ["1", "2", "5", "10"]
    assert [tick.words for tick in log_ticks(-9.0, 0.0, 4.0) if tick.words] == ["1e-9", "1e-6", "0.001", "1"]


def test_that_a_log_scale_within_a_decade_has_round_figures() -> None:
    ticks = log_ticks(log10(2.0), log10(4.0), 5.0)
    assert [tick.words for tick in ticks] == ["2.0", "2.5", "3.0", "3.5", "4.0"]
    assert [10**tick.place for tick in ticks] == pytest.approx([2.0, 2.5, 3.0, 3.5, 4.0])


@pytest.fixture
def shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Eight hours before Greenwich."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


_EVENING = 1_764_082_800.0
"""2025-11-25 23:00 in Shanghai."""


def test_that_times_are_of_the_day_here(shanghai: None) -> None:
    words = [tick.words for tick in clock_ticks(_EVENING, _EVENING + 7200, 8.0)]
    assert words == ["23:00", "23:15", "23:30", "23:45", "11-26", "00:15", "00:30", "00:45", "01:00"]


def test_that_short_times_have_seconds_and_long_ones_days(shanghai: None) -> None:
    assert [tick.words for tick in clock_ticks(_EVENING + 1, _EVENING + 21, 4.0)] == [
        "23:00:05",
        "23:00:10",
        "23:00:15",
        "23:00:20",
    ]
    days = [tick.words for tick in clock_ticks(_EVENING, _EVENING + 3 * 86_400, 4.0)]
    assert days == ["11-26", "11-27", "11-28"]


def test_that_the_left_axis_of_a_tall_plot_is_not_crowded() -> None:
    numbers = [len(left_ticks((0.0, 2.3), height, Scales())) for height in (90, 220, 640, 1000)]
    assert numbers == sorted(numbers)
    assert 2 <= numbers[0] <= 4 and numbers[2] <= 12 and numbers[3] <= 15
