"""Lines of curves, painted."""

from collections.abc import Iterable
from typing import cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from gui.plots.frame import Frame
from gui.plots.series_buffer import Floats
from gui.plots.trace import Line

BOLD, FINE = 1.6, 1.0
_CALM, _ALIKE = 6.0, 2.5
"""A line that goes up and down by more than so many heights of its plot is drawn fine: a bold one would hide
what it does, and takes twice as long to paint. Beside a calm one, others may be so many times as rough and
still be bold: curves of one kind look alike."""
_FEW, _SMOOTH = 256, 2.0
"""So few points that go up and down by so few heights are one stroke; pieces would be seen to overlap.
A rougher line would take a hundred times as long so (12 ms against 0.1 for 100 points of noise)."""
_DASH, _PERIOD = 6.0, 9.0
"""Of many points in dashes, in pixels along the plot."""
_DOT = 2.5
"""Radius of a point that stands alone."""
_FAR = 1e5
"""Pixels beyond which nothing is painted: with greater figures Qt's arithmetic would overflow."""


def most_travel(travels: Iterable[float], frame: Frame) -> float:
    """How far a line of a plot may go up and down to be bold, given how far all of them go."""
    calm = _CALM * (frame.y[1] - frame.y[0])
    return _ALIKE * calm if any(0 < each <= calm for each in travels) else calm


def paint_line(
    painter: QPainter, frame: Frame, line: Line, colour: QColor, *, dashed: bool, whole: bool, bold: bool
) -> None:
    """Paint a line; points without neighbours are dots.

    Args:
        painter: On the plot, with smooth edges.
        frame: Where it lies.
        line: What is painted.
        colour: Of it.
        dashed: In dashes.
        whole: As a path from gap to gap, for a drawing; else as pieces from point to point, which is faster.
        bold: With a broader pen.
    """
    x, y = frame.xs_of(line.x), np.clip(frame.ys_of(line.y), -_FAR, _FAR)
    is_there = np.isfinite(y)
    joined = is_there[:-1] & is_there[1:]
    width = (BOLD if bold else FINE) * frame.ratio
    pen = QPen(colour, width, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if bold:
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    is_few = len(x) <= _FEW
    if whole or (is_few and (dashed or _is_smooth(y, frame))):
        for first, last in _stretches(joined):
            painter.drawPath(_path(x[first : last + 1], y[first : last + 1]))
    else:
        pen.setStyle(Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        in_dash = (x[:-1] - frame.left) % _PERIOD < _DASH
        _draw_pieces(painter, x, y, joined & in_dash if dashed else joined)
    _draw_dots(painter, x, y, is_there, joined, colour)


def _is_smooth(y: Floats, frame: Frame) -> bool:
    return float(np.abs(np.diff(y[np.isfinite(y)])).sum()) <= _SMOOTH * (frame.bottom - frame.top)


def _draw_pieces(painter: QPainter, x: Floats, y: Floats, joined: NDArray[np.bool_]) -> None:
    pieces = np.column_stack([x[:-1], y[:-1], x[1:], y[1:]])[joined]
    if len(pieces):
        first = cast(QLineF, shiboken6.wrapInstance(pieces.ctypes.data, QLineF))
        painter.drawLines(first, len(pieces))


def _draw_dots(
    painter: QPainter,
    x: Floats,
    y: Floats,
    is_there: NDArray[np.bool_],
    joined: NDArray[np.bool_],
    colour: QColor,
) -> None:
    alone = is_there.copy()
    alone[:-1] &= ~joined
    alone[1:] &= ~joined
    if not alone.any():
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for at_x, at_y in zip(x[alone].tolist(), y[alone].tolist(), strict=True):
        painter.drawEllipse(QPointF(at_x, at_y), _DOT, _DOT)


def _stretches(joined: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The first and the last point of each stretch without a gap."""
    turns = np.flatnonzero(np.diff(np.concatenate([[0], joined.astype(np.int8), [0]])))
    return list(zip(turns[0::2].tolist(), turns[1::2].tolist(), strict=True))


def _path(x: Floats, y: Floats) -> QPainterPath:
    path = QPainterPath(QPointF(float(x[0]), float(y[0])))
    for at_x, at_y in zip(x[1:].tolist(), y[1:].tolist(), strict=True):
        path.lineTo(at_x, at_y)
    return path
