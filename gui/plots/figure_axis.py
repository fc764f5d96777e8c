"""Axes with short figures: 1,000 and 8k and 3e-4, never a row of zeros."""

from collections.abc import Sequence
from math import floor, log10

from gui.plots.library import pg

_THOUSANDS = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_TINY = 1e-3
_LEAST_GAP = {"left": 22.0, "bottom": 64.0}
"""Between two ticks, in pixels."""


class FigureAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis whose labels take little room; on a logarithmic one the places are powers of ten."""

    def tickSpacing(self, least: float, greatest: float, size: float) -> list[tuple[float, float]]:
        """One level of ticks, as close as their labels allow."""
        gap = _LEAST_GAP[self.orientation]
        num = max(1.0, size / gap)
        closest = (greatest - least) / num
        if closest <= 0:
            return []
        power = 10.0 ** floor(log10(closest))
        spacing = next(power * step for step in (1, 2, 5, 10) if power * step >= closest * 0.999)
        return [(max(1.0, spacing) if self.logMode else spacing, 0.0)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """The label of each tick."""
        short = self.orientation == "left"
        if self.logMode:
            return [figure_words(10.0**value, 0.0, short=short) for value in values]
        return [figure_words(value * scale, spacing * scale, short=short) for value in values]


def figure_words(value: float, spacing: float = 0.0, *, short: bool = False) -> str:
    """A figure on an axis.

    Args:
        value: The figure.
        spacing: To the next tick: no more decimals than tell them apart; 0: up to three digits.
        short: 8k for 8,000 where nothing is lost.
    """
    if abs(value) < spacing * 1e-6 or value == 0:
        return "0"
    size = max(abs(value), spacing)
    if size < _TINY:
        exponent = floor(log10(size))
        return f"{value / 10.0**exponent:.3g}e{exponent}"
    if short:
        for unit, letter in _THOUSANDS:
            if abs(value) >= unit and (spacing >= unit / 100 or not spacing):
                return f"{value / unit:.4g}{letter}"
    decimals = max(0, -floor(log10(spacing) + 1e-9)) if spacing else max(0, 2 - floor(log10(abs(value))))
    words = f"{value:,.{decimals}f}"
    return words.rstrip("0").rstrip(".") if "." in words and not spacing else words
