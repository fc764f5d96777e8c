"""A line of values with the colours and the names of their curves."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import ThemeKeeper

_DOT, _BEHIND_DOT, _BEHIND_NAME, _BETWEEN = 9.0, 5.0, 5.0, 12.0
_PAUSE_MS = 250
"""Between two paintings: nobody reads figures that change faster."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value."""

    colour: str
    name: str
    value: str
    unit: str


class Readout(QWidget):
    """Says them from right to left; names only where there is room, and what has none is left out.

    In place of a label: that parses its text and lays the window out anew with each value.
    """

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._entries: tuple[Entry, ...] = ()
        self._nothing = ""
        self._is_stale = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._paint_stale)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        keeper.changed.connect(self._repaint)

    def set_entries(self, entries: tuple[Entry, ...], nothing: str, *, at_once: bool = False) -> None:
        """Show values, or a sentence where there are none.

        Args:
            entries: The values, from left to right.
            nothing: The sentence.
            at_once: Not after the pause between two paintings: a person waits for it.
        """
        if (entries, nothing) != (self._entries, self._nothing):
            self._entries, self._nothing, self._is_stale = entries, nothing, True
            if at_once or not self._pause.isActive():
                self._paint_stale()

    @Slot()
    def _paint_stale(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self._pause.start()
            self.update()

    def words(self) -> str:
        """All that is said, for who reads it aloud."""
        said = (f"{each.name} {each.value}{each.unit}".strip() for each in self._entries)
        return ", ".join(said) or self._nothing

    def sizeHint(self) -> QSize:
        """A line, as wide as there is room."""
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Values, or the sentence."""
        painter = QPainter(self)
        muted = QColor(self._keeper.theme.muted)
        if not self._entries:
            painter.setPen(muted)
            painter.drawText(
                self.rect(), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self._nothing
            )
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plain, bold = self.font(), QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        metrics, bold_metrics = QFontMetricsF(plain), QFontMetricsF(bold)
        named = self._width(metrics, bold_metrics) <= self.width()
        x, y = float(self.width()), (self.height() + metrics.ascent() - metrics.descent()) / 2
        for entry in reversed(self._entries):
            name = entry.name if named else ""
            start = x - self._entry_width(entry, metrics, bold_metrics, named=named)
            if start < 0:
                break
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(entry.colour))
            painter.drawEllipse(QPointF(start + _DOT / 2, self.height() / 2), _DOT / 2, _DOT / 2)
            at = start + _DOT + _BEHIND_DOT
            painter.setPen(muted)
            painter.setFont(plain)
            if name:
                painter.drawText(QPointF(at, y), name)
                at += metrics.horizontalAdvance(name) + _BEHIND_NAME
            painter.drawText(QPointF(at + bold_metrics.horizontalAdvance(entry.value), y), entry.unit)
            painter.setPen(QColor(self._keeper.theme.text))
            painter.setFont(bold)
            painter.drawText(QPointF(at, y), entry.value)
            x = start - _BETWEEN
        painter.end()

    def _width(self, metrics: QFontMetricsF, bold: QFontMetricsF) -> float:
        widths = (self._entry_width(entry, metrics, bold, named=True) for entry in self._entries)
        return sum(widths) + _BETWEEN * (len(self._entries) - 1)

    def _entry_width(
        self, entry: Entry, metrics: QFontMetricsF, bold: QFontMetricsF, *, named: bool
    ) -> float:
        width = (
            _DOT + _BEHIND_DOT + bold.horizontalAdvance(entry.value) + metrics.horizontalAdvance(entry.unit)
        )
        if named and entry.name:
            width += metrics.horizontalAdvance(entry.name) + _BEHIND_NAME
        return width

    @Slot()
    def _repaint(self) -> None:
        self.update()
