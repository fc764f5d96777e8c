"""pyqtgraph in the window's colours. Imported only where something is drawn."""

import math
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QFont, QPen

from gui.plots.shared_axis import Along
from gui.theme import Theme

pg.setConfigOptions(antialias=False)

_TICK_PIXELS = 10
_TIME_SPACINGS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)
_LABEL_WIDTH = 90


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour for light and one for dark, `#rrggbb`."""

    light: str
    dark: str

    def of(self, theme: Theme) -> str:
        """The colour in a theme."""
        return self.dark if theme.name == "dark" else self.light


TRAIN = Ink("#0E7FB0", "#66CCEE")
EVAL = Ink("#C2571A", "#DD8452")
SPEED = Ink("#8A7500", "#CCBB44")
RATE = Ink("#AA3377", "#CF6BA3")


def figures_font(pixels: int = _TICK_PIXELS) -> QFont:
    """A font whose figures are all of one width."""
    font = QFont()
    font.setPixelSize(pixels)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def dress(plot: pg.PlotItem, theme: Theme) -> None:
    """Axes and grid of a plot in a theme: labels, and lines across at the marks of the left axis."""
    for name in ("left", "bottom"):
        axis = plot.getAxis(name)
        axis.setPen(QPen(QColor(0, 0, 0, 0)))
        axis.setTickPen(pg.mkPen(theme.line))
        axis.setTextPen(pg.mkPen(theme.muted))
        axis.setTickFont(figures_font())
        axis.setStyle(tickLength=0, maxTickLevel=0, autoExpandTextSpace=False, autoReduceTextSpace=False)
    plot.getAxis("left").setGrid(255)


def curve_pen(colour: str, *, width: float = 1, dashed: bool = False, faint: bool = False) -> QPen:
    """The pen of a curve."""
    shade = QColor(colour)
    if faint:
        shade.setAlphaF(0.32)
    pen: QPen = pg.mkPen(shade, width=width)
    if dashed:
        pen.setDashPattern([4, 3])
    return pen


class ValueAxis(pg.AxisItem):
    """The left axis: short figures, plain ones on a logarithmic scale too."""

    def __init__(self, *, width: int = 42) -> None:
        super().__init__("left")
        self.setWidth(width)

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """The figure at each mark."""
        if self.logMode:
            return [short_number(10.0**value) for value in values]
        return [short_number(value * scale, spacing * scale) for value in values]

    def tickValues(self, low: float, high: float, size: float) -> list[Any]:
        """Where the marks are."""
        if not self.logMode:
            return super().tickValues(low, high, size)[:1]  # type: ignore[no-any-return]
        return [(1.0, log_marks(low, high))]


class ProgressAxis(pg.AxisItem):
    """The bottom axis: steps, epochs, time since the start or the time of day."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self.along = Along.STEP
        self.setHeight(18)

    def tickValues(self, low: float, high: float, size: float) -> list[Any]:
        """Where the marks are: at round figures, at round times of day."""
        if self.along in (Along.STEP, Along.EPOCH):
            return super().tickValues(low, high, size)[:1]  # type: ignore[no-any-return]
        most = max(2.0, size / _LABEL_WIDTH)
        spacing = next((each for each in _TIME_SPACINGS if (high - low) / each <= most), 0)
        spacing = spacing or math.ceil((high - low) / most / 86400) * 86400
        shift = time.localtime(low).tm_gmtoff if self.along is Along.WALL else 0
        first = math.ceil((low + shift) / spacing)
        last = math.floor((high + shift) / spacing)
        return [(float(spacing), [number * spacing - shift for number in range(first, last + 1)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """The words at each mark."""
        match self.along:
            case Along.RELATIVE:
                return [clock(value) for value in values]
            case Along.WALL:
                form = "%H:%M:%S" if spacing < 60 else "%H:%M" if spacing < 86400 else "%d %b"
                return [time.strftime(form, time.localtime(value)) for value in values]
            case _:
                decimals = max(0, math.ceil(-math.log10(spacing * 1.0001))) if spacing > 0 else 0
                return [f"{value:,.{decimals}f}" for value in values]


def clock(seconds: float) -> str:
    """Seconds as `0:05`, `12:00` or `2:03:00`."""
    sign, whole = ("-" if seconds < 0 else ""), abs(round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02}:{rest:02}" if hours else f"{sign}{minutes}:{rest:02}"


def short_number(value: float, spacing: float | None = None) -> str:
    """A figure in few characters: `8k`, `0.25`, `3e-4`.

    Args:
        value: The figure.
        spacing: Distance of the marks, which says how many decimals tell them apart; None for a mark alone.
    """
    if value == 0 or (spacing is not None and abs(value) < spacing / 1e6):
        return "0"
    size = max(abs(value), spacing or 0.0)
    for limit, sign in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if size >= limit and (spacing is None or spacing >= limit / 100 or size >= 10 * limit):
            return f"{value / limit:.4g}{sign}"
    if size < 1e-2:
        mantissa, exponent = f"{value:.2e}".split("e")
        return f"{float(mantissa):g}e{int(exponent)}"
    if spacing is None:
        return f"{value:.4g}"
    return f"{value:.{max(0, math.ceil(-math.log10(spacing * 1.0001)))}f}"


def log_marks(low: float, high: float) -> list[float]:
    """Marks of a logarithmic axis, as logarithms: decades, with 2 and 5 or finer where there are few."""
    for factors in ((1,), (1, 2, 5), tuple(np.arange(1, 10, 0.5))):
        decades = range(math.floor(low), math.ceil(high) + 1)
        marks = [decade + math.log10(factor) for decade in decades for factor in factors]
        shown = [mark for mark in marks if low <= mark <= high]
        if len(shown) >= 3:
            return shown
    return [math.log10(value) for value in np.linspace(10**low, 10**high, 4)]
