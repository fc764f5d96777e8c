"""Lines of many runs over parallel axes, painted: all of one colour at once."""

from collections.abc import Iterator
from functools import partial
from typing import cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter, QPen

from gui.plots.ground import mixed
from gui.plots.kept_picture import Stroke
from gui.plots.parallel_layout import ParallelLayout, ParallelLines
from gui.plots.series_buffer import Floats

_SMOOTH = 300
"""Of more lines the edges are not smoothed: it takes four times as long, and who could tell?"""
_AT_ONCE = 300
"""So many runs are painted in a few milliseconds."""
_DASHES = 200
"""Of more lines dashes would be but noise."""


def line_strokes(
    layout: ParallelLayout,
    lines: ParallelLines,
    which: NDArray[np.bool_],
    *,
    card: str,
    share: float = 1.0,
    width: float = 1.3,
) -> Iterator[Stroke]:
    """Paint the lines of some runs.

    Args:
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
    is_smooth = len(numbers) <= _SMOOTH
    for (colour, dashed), members in kinds.items():
        pen = QPen(mixed(colour, card, share), width)
        pen.setStyle(Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        for first in range(0, len(members), _AT_ONCE):
            pieces = _pieces(layout, np.array(members[first : first + _AT_ONCE], np.intp))
            yield partial(_paint, pieces, pen, is_smooth)


def _paint(pieces: Floats, pen: QPen, is_smooth: bool, painter: QPainter) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)
    painter.setPen(pen)
    if len(pieces):
        painter.drawLines(cast(QLineF, shiboken6.wrapInstance(pieces.ctypes.data, QLineF)), len(pieces))


def _pieces(layout: ParallelLayout, numbers: NDArray[np.intp]) -> Floats:
    """From axis to axis, float64 [pieces, 4]."""
    ys, xs = layout.ys[numbers], layout.xs
    found = np.empty((len(numbers), len(xs) - 1, 4))
    found[:, :, 0], found[:, :, 2] = xs[:-1], xs[1:]
    found[:, :, 1], found[:, :, 3] = ys[:, :-1], ys[:, 1:]
    return np.ascontiguousarray(found.reshape(-1, 4))
