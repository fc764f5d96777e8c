"""Long curves, painted column by column: thousands of points a pixel cost no more than two.

The picture lies on its side: there a column of pixels is a stretch of memory, and nothing is filled faster.
NumPy turns it upright.
"""

from collections.abc import Iterable
from typing import cast

import numpy as np
import shiboken6
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gui.plots.frame import Frame
from gui.plots.trace import Bands

_DASH, _GAP = 6, 3
"""In pixels of the screen."""
_TILE = 64


class Raster:
    """A picture on its side, as large as the area between the axes, used again and again."""

    def __init__(self) -> None:
        self._image = QImage()

    def paint(
        self,
        scene: QImage,
        frame: Frame,
        ground: QColor,
        grid: Iterable[tuple[int, QColor]],
        curves: Iterable[tuple[Bands, QColor, bool]],
    ) -> None:
        """Fill the area between the axes of a picture of the plot.

        Args:
            scene: That picture, in pixels of the screen.
            frame: Where the area lies.
            ground: Its colour.
            grid: Rows with lines across, and their colours.
            curves: Bands, in which colour, and whether in dashes; the later ones lie above.
        """
        rows, columns = frame.num_rows, frame.num_columns
        if self._image.width() != rows or self._image.height() != columns:
            self._image = QImage(rows, columns, QImage.Format.Format_RGB32)
        self._image.fill(ground)
        lying = _pixels(self._image)
        for row, colour in grid:
            if 0 <= row < rows:
                lying[:, row] = colour.rgb()
        painter = QPainter(self._image)
        painter.setPen(Qt.PenStyle.NoPen)
        for bands, colour, dashed in curves:
            _fill(painter, frame, bands, colour, dashed=dashed)
        painter.end()
        upright = _pixels(scene)
        left, top = round(frame.left * frame.ratio), round(frame.top * frame.ratio)
        target = upright[top : top + rows, left : left + columns]
        for first in range(0, columns, _TILE):
            target[:, first : first + _TILE] = lying[first : first + _TILE, :rows].T


def _fill(painter: QPainter, frame: Frame, bands: Bands, colour: QColor, *, dashed: bool) -> None:
    """A rectangle a column, at least as high as it is wide."""
    rows = frame.num_rows
    scale = rows / ((frame.y[1] - frame.y[0]) or 1.0)
    first = np.floor((frame.y[1] - bands.high) * scale)
    last = np.floor((frame.y[1] - bands.low) * scale)
    with np.errstate(invalid="ignore"):
        seen = (last >= 0) & (first < rows)  # not so for NaN
    column = np.flatnonzero(seen)
    if dashed:
        column = column[column * bands.width % (_DASH + _GAP) < _DASH]
    if not len(column):
        return
    edges = np.empty((len(column), 4), np.int32)  # as QRect has them: left, top, right, bottom
    edges[:, 0] = np.maximum(np.minimum(first[column], last[column] + 1 - bands.width), 0)
    edges[:, 2] = np.minimum(last[column], rows - 1)
    edges[:, 1] = column * bands.width
    edges[:, 3] = edges[:, 1] + bands.width - 1
    painter.setBrush(colour)
    painter.drawRects(cast(QRect, shiboken6.wrapInstance(edges.ctypes.data, QRect)), len(edges))


def _pixels(image: QImage) -> np.ndarray[tuple[int, int], np.dtype[np.uint32]]:
    """The pixels of a picture, to read and to write."""
    rows = np.frombuffer(image.bits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    return rows[:, : image.width()]
