"""A strategy to choose: its weave, a sentence, and whether it applies here."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.models.weave import Weave
from gui.plots.weave_thumbnail import WeaveThumbnail
from gui.theme import ThemeKeeper
from gui.views.compose.paragraph import draw_paragraph, paragraph_height

LEAST = QSize(200, 80)
"""High enough for the title and the picture, three of them beside each other in a window of 1280×800."""
MOST_WIDTH = 420
_LEFT, _TOP, _RIGHT, _BOTTOM = 58, 27, 8, 6


class StrategyTile(QAbstractButton):
    """One strategy, painted; checked where it is chosen."""

    def __init__(self, kind: str, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._keeper = keeper
        self._sentence = ""
        self._obstacle = ""
        self._thumbnail = WeaveThumbnail(keeper, self)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setObjectName(f"strategy-{kind}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        keeper.changed.connect(self.update)

    @property
    def obstacle(self) -> str:
        """Why it does not apply here; empty where it does."""
        return self._obstacle

    @property
    def sentence(self) -> str:
        """What it does, in a line."""
        return self._sentence

    @property
    def words_box(self) -> QRectF:
        """Where its sentence stands."""
        return QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, self.height() - _TOP - 4)

    def heightForWidth(self, width: int) -> int:
        """High enough for all of its sentence."""
        words = paragraph_height(self.font(), width - _LEFT - _RIGHT, self._sentence)
        return max(LEAST.height(), _TOP + words + _BOTTOM)

    def set_texts(self, title: str, sentence: str, explanation: str) -> None:
        """What it is called, in a line and in a paragraph."""
        self.setText(title)
        self._sentence = sentence
        self.setAccessibleName(title)
        self.setToolTip(explanation)
        self.setWhatsThis(explanation)
        self._describe()

    def set_weave(self, weave: Weave) -> None:
        """What it makes of devices."""
        self._thumbnail.set_weave(weave)

    def set_obstacle(self, sentence: str) -> None:
        """Why it does not apply to what is chosen; empty where it does."""
        if sentence != self._obstacle:
            self._obstacle = sentence
            self._describe()
            self.update()

    def sizeHint(self) -> QSize:
        """The least; the grid gives more where there is room."""
        return LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture stays in the middle of the left side."""
        super().resizeEvent(event)
        self._thumbnail.move(8, _TOP + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card; its words are beside the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._keeper.theme
        chosen = self.isChecked()
        width = 2.0 if chosen else 1.0
        painter.setPen(QPen(QColor(theme.accent if chosen else theme.line), width))
        painter.setBrush(
            QColor(theme.selected if chosen else theme.hover if self.underMouse() else theme.card)
        )
        inset = width / 2 + 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 7, 7)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4.5, 4.5, -4.5, -4.5), 5, 5)
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        title = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - 20)
        painter.drawText(QRectF(12, 7, self.width() - 20, 18), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(self.font())
        painter.setPen(QColor(theme.warn if self._obstacle else theme.muted))
        draw_paragraph(painter, self.words_box, self._obstacle or self._sentence)
        painter.end()

    def _describe(self) -> None:
        self.setAccessibleDescription(" ".join(text for text in (self._sentence, self._obstacle) if text))
