"""Short figures for an axis and for readings: 1,000 and 8k and 3e-4, never a row of zeros."""

from math import floor, isfinite, log10

_THOUSANDS = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_TINY = 1e-3
_DIGITS = 3
_UNKNOWN = "–"


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


def reading_words(value: float) -> str:
    """A value that is read beside a plot, where more than three digits only flicker: 3.77, 1,234, 3.99e-4."""
    if not isfinite(value):
        return _UNKNOWN
    return figure_words(float(f"{value:.{_DIGITS}g}") if abs(value) < 10**_DIGITS else value)
