"""Text over several lines that ends in dots where there is no room for the rest."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextLayout, QTextOption


def draw_paragraph(painter: QPainter, box: QRectF, text: str) -> None:
    """Draw a text in a box, with the painter's font and pen."""
    metrics = painter.fontMetrics()
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, painter.font())
    layout.setTextOption(option)
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
