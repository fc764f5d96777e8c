"""A few samples in a line of the data's card, and the sizes of the classes as small bars."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.data.preview import Sample
from gui.models.samples import scaled_picture
from gui.theme import ThemeKeeper
from gui.views.compose.paragraph import draw_paragraph

_SIDE = 40
_GAP = 6
_BARS_HEIGHT = 30
_LEAST_BAR = 2.0
_MOST_STEP = 18.0


class SampleStrip(QWidget):
    """Pictures as many as there is room for; of texts the first."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._images: tuple[QImage, ...] = ()
        self._text = ""
        self.setObjectName("sample-strip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        keeper.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """One line of pictures."""
        return QSize(_SIDE * 4, _SIDE)

    def minimumSizeHint(self) -> QSize:
        """At least one picture."""
        return QSize(_SIDE, _SIDE)

    def show_samples(self, samples: Sequence[Sample]) -> None:
        """Other samples; those that are rows of numbers are not for this place."""
        side = round(_SIDE * self.devicePixelRatio())
        pictures = [sample.picture for sample in samples if sample.picture is not None]
        self._images = tuple(scaled_picture(picture, side) for picture in pictures)
        self._text = " ".join(samples[0].text.split()) if samples and samples[0].text else ""
        self.setAccessibleName(self.tr("%n sample(s)", "", len(pictures)) if pictures else self._text)
        self.setVisible(bool(self._images or self._text))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each picture in a square of its own, or a text over the lines there are."""
        painter = QPainter(self)
        if self._text:
            painter.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
            painter.setPen(QColor(self._keeper.theme.text))
            draw_paragraph(painter, QRectF(self.rect()), self._text)
        ratio = self.devicePixelRatio()
        for number, image in enumerate(self._images[: (self.width() + _GAP) // (_SIDE + _GAP)]):
            size = image.size() / ratio
            left = number * (_SIDE + _GAP) + (_SIDE - size.width()) / 2
            painter.drawImage(QRectF(left, (_SIDE - size.height()) / 2, size.width(), size.height()), image)
        painter.end()


class ClassBars(QWidget):
    """A bar a class, as high as it has samples; neighbours share one where there are more than pixels."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._counts: tuple[int, ...] = ()
        self._heights: tuple[float, ...] = ()
        self.setObjectName("class-bars")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        keeper.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Low and wide."""
        return QSize(160, _BARS_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """As low, and narrow where it must be."""
        return QSize(40, _BARS_HEIGHT)

    @property
    def heights(self) -> tuple[float, ...]:
        """Of the bars that are drawn, from 0 to 1."""
        return self._heights

    def show_counts(self, counts: tuple[int, ...]) -> None:
        """Other classes."""
        self._counts = counts
        words = ""
        if counts:
            words = self.tr("{0} to {1} training samples in each of %n class(es)", "", len(counts)).format(
                f"{min(counts):,}", f"{max(counts):,}"
            )
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setVisible(bool(counts))
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Drawn anew where it is dressed anew."""
        super().changeEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other neighbours."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        num = min(len(self._counts), max(1, int(self.width() / _LEAST_BAR)))
        most = max(self._counts, default=0) or 1
        edges = [number * len(self._counts) // max(1, num) for number in range(num + 1)]
        self._heights = tuple(max(self._counts[first:last]) / most for first, last in pairwise(edges))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars on a line."""
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        theme = self._keeper.theme
        painter.setBrush(QColor(theme.line))
        painter.drawRect(QRectF(0, self.height() - 1, self.width(), 1))
        painter.setBrush(QColor(theme.accent))
        step = min(self.width() / max(1, len(self._heights)), _MOST_STEP)
        gap = 2.0 if step > 6 else (1.0 if step > 3 else 0.0)
        for number, height in enumerate(self._heights):
            tall = max(1.0, height * (self.height() - 2)) if height else 0.0
            painter.drawRect(QRectF(number * step, self.height() - 1 - tall, step - gap, tall))
        painter.end()
