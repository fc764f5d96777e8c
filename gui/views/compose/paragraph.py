"""Text over several lines that ends in dots where there is no room for the rest."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption


def paragraph_height(font: QFont, width: float, text: str) -> int:
    """How high a box of this width is that holds all of a text, in pixels."""
    layout = _layout(text, font)
    layout.beginLayout()
    num_lines = 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        num_lines += 1
    layout.endLayout()
    return num_lines * QFontMetrics(font).height()


def draw_paragraph(painter: QPainter, box: QRectF, text: str) -> None:
    """Draw a text in a box, with the painter's font and pen."""
    metrics = painter.fontMetrics()
    layout = _layout(text, painter.font())
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(box.width())
        is_last = top + 2 * metrics.height() > box.height()
        place = QPointF(box.left(), box.top() + top + metrics.ascent())
        rest = text[line.textStart() :]
        if is_last:
            painter.drawText(place, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, int(box.width())))
            break
        painter.drawText(place, rest[: line.textLength()])
        top += metrics.height()
    layout.endLayout()


def _layout(text: str, font: QFont) -> QTextLayout:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    return layout
