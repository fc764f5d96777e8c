"""Ticks of an axis along which runs lie: figures, powers of ten, moments or names."""

from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from gui.models.run_axis import RunAxis
from gui.plots.frame import Extent
from gui.plots.ticks import Tick, clock_ticks, figure_ticks, log_ticks

_LONGEST_NAME = 130.0
"""In pixels; a longer name is cut in its middle."""


def run_ticks(axis: RunAxis, view: Extent, most: float, font: QFont) -> tuple[Tick, ...]:
    """The ticks of an axis in a view.

    Args:
        axis: Where runs lie.
        view: Both ends of what is seen.
        most: How many have room.
        font: Of the labels.
    """
    if axis.names:
        return _name_ticks(axis.names, most, font)
    if axis.num_missing == len(axis.places):
        return ()
    if axis.log:
        return tuple(log_ticks(*view, most))
    if axis.is_clock:
        return tuple(clock_ticks(*view, most))
    return tuple(figure_ticks(*view, most, short=True, whole=axis.is_whole))


def _name_ticks(names: tuple[str, ...], most: float, font: QFont) -> tuple[Tick, ...]:
    """All names, or every second, third … where there is no room for more."""
    metrics, apart = QFontMetricsF(font), max(1, ceil(len(names) / max(1.0, most)))
    middle = Qt.TextElideMode.ElideMiddle
    return tuple(
        Tick(float(place), metrics.elidedText(names[place], middle, _LONGEST_NAME))
        for place in range(0, len(names), apart)
    )
