"""A thin bar: how much of something is used."""

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import ThemeKeeper


class Meter(QWidget):
    """A bar from empty to full in one colour; empty too where nothing is reported."""

    def __init__(
        self,
        keeper: ThemeKeeper,
        colour: str,
        parent: QWidget | None = None,
        *,
        width: int = 46,
        stretches: bool = False,
    ) -> None:
        """Builds it.

        Args:
            keeper: The theme.
            colour: Of the full part.
            parent: Its owner.
            width: In pixels.
            stretches: Whether it takes what room there is; `width` is then the least.
        """
        super().__init__(parent)
        self._keeper = keeper
        self._colour = colour
        self._width = width
        self._share: float | None = None
        along = QSizePolicy.Policy.MinimumExpanding if stretches else QSizePolicy.Policy.Fixed
        self.setSizePolicy(along, QSizePolicy.Policy.Fixed)
        keeper.changed.connect(self._repaint)

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing is reported."""
        return self._share

    def set_share(self, share: float | None) -> None:
        """Show a share from 0 to 1."""
        share = None if share is None else min(1.0, max(0.0, share))
        if share != self._share:
            self._share = share
            self.update()

    def sizeHint(self) -> QSize:
        """Its size."""
        return QSize(self._width, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        full = QRectF(self.rect())
        painter.setBrush(QColor(self._keeper.theme.line))
        painter.drawRoundedRect(full, 3, 3)
        if self._share:
            full.setWidth(max(3.0, full.width() * self._share))
            painter.setBrush(QColor(self._colour))
            painter.drawRoundedRect(full, 3, 3)
        painter.end()

    @Slot()
    def _repaint(self) -> None:
        self.update()
