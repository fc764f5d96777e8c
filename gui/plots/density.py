"""Hundreds of curves as one picture: how many of them pass through each pixel."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from engine.record.sketch import Figures
from gui.colours import Theme
from gui.plots.frame import Frame
from gui.plots.ground import mixed

_SHADES = 64
_TOGETHER = 256
"""Curves that are counted at once."""
_LEAST = 0.12
"""Of the accent colour where one curve passes."""


class Density:
    """Counts curves in columns of pixels, and shades each pixel by the logarithm of its count."""

    def __init__(self, low: Figures, high: Figures, width: int) -> None:
        """Of curves that are in columns already.

        Args:
            low: Least value of each curve in each column, float32 [curves, columns]; NaN: none.
            high: Greatest.
            width: Of a column, in pixels of the screen.
        """
        self._low, self._high, self._width = low, high, width

    def paint(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        """Paint it over the ground, which stays where no curve passes."""
        counts = self.counts(frame)
        most = int(counts.max(initial=0))
        if most == 0:
            return
        shade = np.log1p(np.arange(most + 1)) / np.log1p(most) * (_SHADES - 1)
        palette = _palette(theme.accent, theme.card, theme.text)[np.round(shade).astype(np.intp)]
        palette[0] = 0  # nothing: the grid is seen through it
        pixels = np.ascontiguousarray(
            np.repeat(palette[counts], self._width, axis=0).T[:, : frame.num_columns]
        )
        image = QImage(
            pixels.data,
            pixels.shape[1],
            pixels.shape[0],
            pixels.strides[0],
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.setDevicePixelRatio(frame.ratio)
        painter.drawImage(QPointF(frame.left, frame.top), image)

    def counts(self, frame: Frame) -> np.ndarray:
        """How many curves pass through each pixel, int32 [columns, rows]."""
        rows = frame.num_rows
        changes = np.zeros(self._low.shape[1] * (rows + 1), np.intp)
        for first in range(0, len(self._low), _TOGETHER):  # all at once would take tens of megabytes
            part = slice(first, first + _TOGETHER)
            begins, ends = _turns(self._low[part], self._high[part], frame)
            changes += np.bincount(begins, minlength=len(changes))
            changes -= np.bincount(ends, minlength=len(changes))
        counts = np.cumsum(changes.reshape(-1, rows + 1)[:, :rows], axis=1, dtype=np.int32)
        return np.asarray(counts)


def _turns(low: Figures, high: Figures, frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    """Where curves enter pixels, and where they have left them, as places in columns of rows + 1."""
    rows = frame.num_rows
    scale = rows / ((frame.y[1] - frame.y[0]) or 1.0)
    with np.errstate(invalid="ignore"):
        first = np.floor((frame.y[1] - high) * scale)
        last = np.floor((frame.y[1] - low) * scale)
        seen = (last >= 0) & (first < rows)  # not so for NaN
    column = np.broadcast_to(np.arange(low.shape[1]) * (rows + 1), low.shape)[seen]
    begins = column + np.maximum(first[seen], 0).astype(np.intp)
    return begins, column + np.minimum(last[seen], rows - 1).astype(np.intp) + 1


@lru_cache(maxsize=8)
def _shades(accent: str, card: str, text: str) -> tuple[int, ...]:
    """From a breath of the accent to the accent, and on towards the colour of the text."""
    half = _SHADES // 2
    first = [mixed(accent, card, _LEAST + (1 - _LEAST) * each / half) for each in range(half)]
    second = [mixed(text, accent, 0.8 * each / half) for each in range(half)]
    return tuple(QColor(each).rgba() for each in (*first, *second))


def _palette(accent: str, card: str, text: str) -> np.ndarray:
    return np.array(_shades(accent, card, text), np.uint32)
