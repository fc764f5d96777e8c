"""What a widget really paints: its colours, and how well its words can be read."""

from collections import Counter

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

_SCALE = 4
"""Letters so large have full strokes: at their own size thin ones are mixed with the ground."""


def painted(widget: QWidget, within: QRect) -> QImage:
    """A part of the widget with all that is in it, four times as large."""
    image = QImage(within.size() * _SCALE, QImage.Format.Format_RGB32)
    image.fill(widget.palette().window().color())
    painter = QPainter(image)
    painter.scale(_SCALE, _SCALE)
    widget.render(painter, QPoint(), QRegion(within))
    painter.end()
    return image


def colours(widget: QWidget, within: QRect | None = None) -> Counter[str]:
    """How often each colour is painted, as `#rrggbb`.

    Args:
        widget: What is painted.
        within: A part of it; all of it where not given.
    """
    image = painted(widget, widget.rect() if within is None else within)
    rgb = np.frombuffer(image.constBits(), np.uint32) & 0xFFFFFF
    found, counts = np.unique(rgb, return_counts=True)
    return Counter({f"#{colour:06x}": int(count) for colour, count in zip(found, counts, strict=True)})


def legibility(widget: QWidget, within: QRect | None = None) -> float:
    """Contrast between the ground, which most pixels show, and the strongest stroke on it."""
    found = colours(widget, within)
    ground = found.most_common(1)[0][0]
    return max(contrast(ground, colour) for colour in found)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21.

    Source: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
