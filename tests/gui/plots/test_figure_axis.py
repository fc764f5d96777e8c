import pytest

from gui.plots.figure_axis import FigureAxis, figure_words


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


@pytest.mark.parametrize("size", [40.0, 120.0, 800.0])
@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-3.0, 4711.0), (0.0, 3e-5), (99.0, 99.5)])
def test_that_ticks_have_room(qapp: object, low: float, high: float, size: float) -> None:
    axis = FigureAxis("left")
    ((spacing, offset),) = axis.tickSpacing(low, high, size)
    assert offset == 0.0
    assert spacing / (high - low) * size >= 21.9
    assert str(f"{spacing:.6e}")[0] in "125"


def test_that_two_ticks_never_read_the_same(qapp: object) -> None:
    axis = FigureAxis("left")
    for low, high in ((0.0, 1.0), (0.0, 0.004), (2.0, 2.0001), (0.0, 12345.0)):
        ((spacing, _),) = axis.tickSpacing(low, high, 200.0)
        ticks = [low + spacing * number for number in range(5)]
        words = axis.tickStrings(ticks, 1.0, spacing)
        assert len(set(words)) == len(words), words
