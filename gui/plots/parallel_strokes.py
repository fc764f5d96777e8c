"""Lines of many runs over parallel axes, painted: all of one colour at once."""

from typing import cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter, QPen

from gui.plots.ground import mixed
from gui.plots.parallel_layout import ParallelLayout, ParallelLines
from gui.plots.series_buffer import Floats

_SMOOTH = 300
"""Of more lines the edges are not smoothed: it takes four times as long, and who could tell?"""
_DASHES = 200
"""Of more lines dashes would be but noise."""


def paint_lines(
    painter: QPainter,
    layout: ParallelLayout,
    lines: ParallelLines,
    which: NDArray[np.bool_],
    *,
    card: str,
    share: float = 1.0,
    width: float = 1.3,
) -> None:
    """Paint the lines of some runs.

    Args:
        painter: On the plot.
        layout: Where they lie.
        lines: Their colours.
        which: Those to be painted, bool [runs].
        card: Colour of what they lie on.
        share: Of their colours; the rest is the card's. To paint them transparent would take twenty times as
            long.
        width: Of a line, in pixels.
    """
    numbers = np.flatnonzero(which)
    kinds: dict[tuple[str, bool], list[int]] = {}
    for number in numbers.tolist():
        dashed = lines.dashed[number] and len(numbers) <= _DASHES
        kinds.setdefault((lines.colours[number], dashed), []).append(number)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(numbers) <= _SMOOTH)
    for (colour, dashed), members in kinds.items():
        pen = QPen(mixed(colour, card, share), width)
        pen.setStyle(Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        pieces = _pieces(layout, np.array(members, np.intp))
        if len(pieces):
            painter.drawLines(cast(QLineF, shiboken6.wrapInstance(pieces.ctypes.data, QLineF)), len(pieces))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _pieces(layout: ParallelLayout, numbers: NDArray[np.intp]) -> Floats:
    """From axis to axis, float64 [pieces, 4]."""
    ys, xs = layout.ys[numbers], layout.xs
    found = np.empty((len(numbers), len(xs) - 1, 4))
    found[:, :, 0], found[:, :, 2] = xs[:-1], xs[1:]
    found[:, :, 1], found[:, :, 3] = ys[:, :-1], ys[:, 1:]
    return np.ascontiguousarray(found.reshape(-1, 4))
