"""A few lines of words beside what is pointed at, painted over a plot."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gui.colours import Theme

_BESIDE, _PADDING, _RADIUS = 12.0, 7.0, 5.0
_WIDEST = 360.0


def paint_words(
    painter: QPainter, at: QPointF, within: QRectF, lines: Sequence[str], theme: Theme, font: QFont
) -> None:
    """Write lines, the first of them bold, in a box that stays within an area.

    Args:
        painter: On the plot.
        at: What is pointed at.
        within: Where the box may lie.
        lines: What is told; a line that is too long is cut in its middle.
        theme: Colours.
        font: Of the letters.
    """
    bold = QFont(font)
    bold.setBold(True)
    fonts = [bold, *([font] * (len(lines) - 1))]
    most = min(_WIDEST, within.width() - 2 * _PADDING)
    middle = Qt.TextElideMode.ElideMiddle
    words = [
        QFontMetricsF(each).elidedText(line, middle, most) for each, line in zip(fonts, lines, strict=True)
    ]
    widest = max(QFontMetricsF(each).horizontalAdvance(line) for each, line in zip(fonts, words, strict=True))
    pitch = QFontMetricsF(bold).height() + 1
    box = QRectF(0, 0, widest + 2 * _PADDING, pitch * len(words) + 2 * _PADDING - 2)
    left = (
        at.x() + _BESIDE
        if at.x() + _BESIDE + box.width() <= within.right()
        else at.x() - _BESIDE - box.width()
    )
    top = min(max(within.top(), at.y() - box.height() / 2), within.bottom() - box.height())
    box.moveTo(max(within.left(), left), top)
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    painter.setPen(QColor(theme.text))
    for number, (each, line) in enumerate(zip(fonts, words, strict=True)):
        painter.setFont(each)
        base = box.top() + _PADDING + pitch * number + QFontMetricsF(each).ascent() - 1
        painter.drawText(QPointF(box.left() + _PADDING, base), line)
