"""A point a run over two axes: what is pointed at tells what it is, a click or a rectangle chooses runs."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEngine,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gui.plots.dots import DOT, Dots
from gui.plots.export import save_png, save_svg
from gui.plots.ground import Labels
from gui.plots.hover_box import paint_words
from gui.plots.kept_picture import KeptPicture, Stroke
from gui.plots.scatter_layout import ScatterLayout, ScatterPoints, lay_points
from gui.plots.series_buffer import Floats
from gui.theme import ThemeKeeper

_NEAR = 12.0
"""So far from a point the mouse still means it, in pixels."""
_LEAST_BAND = 5.0
_FADED = 0.3
_SHADE = 0.15


class ScatterPlot(QWidget):
    """Shows points that its owner keeps; arrow keys go from point to point, the space bar chooses."""

    picked = Signal(object, bool)
    """Names of runs that a person chose, and whether they are to be added to those that are chosen."""

    def __init__(self, keeper: ThemeKeeper, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._labels = Labels(self.font())
        self._points: ScatterPoints | None = None
        self._hint = ""
        self._chosen: frozenset[str] = frozenset()
        self._laid: ScatterLayout | None = None
        self._laid_in: object = None
        self._picture = KeptPicture(self, self._strokes)
        self._at: int | None = None
        self._from: QPointF | None = None
        self._band: QRectF | None = None
        self.setObjectName("scatter-plot")
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(QSize(300, 200))
        keeper.changed.connect(self._renew)

    @property
    def pointed(self) -> str | None:
        """The run that is pointed at."""
        return None if self._at is None or self._points is None else self._points.keys[self._at]

    def show_points(self, points: ScatterPoints | None, hint: str = "") -> None:
        """What is shown from now on.

        Args:
            points: None where there is nothing to show.
            hint: What to do so that there is something; shown where no point can be.
        """
        self._points, self._hint, self._at, self._laid = points, hint, None, None
        self._renew()

    def choose(self, names: frozenset[str]) -> None:
        """The runs that stand out."""
        self._chosen = names
        self._renew()

    def pixel_of(self, key: str) -> QPointF:
        """Where a run's point lies."""
        assert self._points is not None
        return QPointF(*self._pixels()[self._points.keys.index(key)].tolist())

    def finish(self) -> None:
        """Paint all that lies still now, however long it takes: for who looks only once."""
        self._picture.finish()

    def export(self, path: Path) -> None:
        """Save it as a picture or a drawing, by the ending of the name. Raises OSError."""
        if path.suffix.lower() == ".svg":
            save_svg(self, path, self.accessibleName())
        else:
            self.finish()
            save_png(self, path)

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture that is kept, and over it what is pointed at; in a drawing only what is to be kept."""
        painter = QPainter(self)
        if painter.paintEngine().type() == QPaintEngine.Type.SVG:
            for stroke in self._strokes(whole=True):
                stroke(painter)
        else:
            self._picture.show(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_over(painter)
        painter.end()

    def _strokes(self, *, whole: bool = False) -> Iterator[Stroke]:
        """What lies still, from below; with letters and circles where it is `whole`."""
        points, laid = self._points, self._lay()
        if points is None or laid is None or not laid.has_points:
            yield self._paint_hint
            return
        is_chosen = np.fromiter((key in self._chosen for key in points.keys), bool, len(points.keys))
        faded = _FADED if is_chosen.any() else 1.0
        dots = Dots(laid.pixels, points.colours, points.hollow, self._keeper.theme)
        yield partial(self._paint_ground, points, laid, whole=whole)  # from here on all is known
        yield from dots.strokes(~is_chosen, opacity=faded, whole=whole)
        yield from dots.strokes(is_chosen, ringed=True, whole=whole)

    def _paint_hint(self, painter: QPainter) -> None:
        theme = self._keeper.theme
        painter.fillRect(self.rect(), QColor(theme.card))
        painter.setPen(QColor(theme.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._hint)

    def _paint_ground(
        self, points: ScatterPoints, laid: ScatterLayout, painter: QPainter, *, whole: bool
    ) -> None:
        laid.ground.paint(painter, laid.frame, self._keeper.theme, self._labels, whole=whole)
        self._paint_titles(painter, points, laid.frame.box.adjusted(6, 2, -6, -4))

    def _paint_titles(self, painter: QPainter, points: ScatterPoints, box: QRectF) -> None:
        """What the axes are, also for who sees only the picture; no line of the grid strikes them through."""
        painter.setPen(QColor(self._keeper.theme.muted))
        flags = Qt.AlignmentFlag
        for words, place in (
            (f"↑ {points.y.name}", flags.AlignLeft | flags.AlignTop),
            (f"{points.x.name} →", flags.AlignRight | flags.AlignBottom),
        ):
            painter.fillRect(painter.boundingRect(box, place, words), QColor(self._keeper.theme.card))
            painter.drawText(box, place, words)

    def _paint_over(self, painter: QPainter) -> None:
        theme = self._keeper.theme
        if self._band is not None:
            shade = QColor(theme.accent)
            painter.setPen(QPen(shade, 1))
            shade.setAlphaF(_SHADE)
            painter.setBrush(shade)
            painter.drawRect(self._band)
        if self._at is not None:
            at = QPointF(*self._pixels()[self._at].tolist())
            painter.setPen(QPen(QColor(theme.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, DOT + 3, DOT + 3)
            within = self.rect().toRectF().adjusted(2, 2, -2, -2)
            paint_words(painter, at, within, self._words(self._at), theme, self.font())
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _words(self, number: int) -> list[str]:
        points = self._points
        assert points is not None
        lines = [points.labels[number]]
        lines += [f"{axis.name}: {axis.words(axis.places[number])}" for axis in (points.x, points.y)]
        return [*lines, points.groups[number]] if points.groups else lines

    def _lay(self) -> ScatterLayout | None:
        """Where everything lies, worked out where that is another place than before."""
        wanted = (self.width(), self.height(), self.devicePixelRatioF())
        if self._points is not None and (self._laid is None or self._laid_in != wanted):
            self._laid = lay_points(self._points, *wanted, self.font(), self._labels)
            self._laid_in = wanted
        return self._laid

    @Slot()
    def _renew(self) -> None:
        self._picture.renew()

    # --- what a person does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses a point; a drag draws a rectangle."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the mouse, or draw the rectangle."""
        if self._from is not None:
            band = QRectF(self._from, event.position()).normalized()
            if self._band is not None or max(band.width(), band.height()) >= _LEAST_BAND:
                self._band = band
            self.update()
        else:
            self._point(self._nearest(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose; with Ctrl or Shift beside those that are chosen."""
        if self._from is None or self._points is None:
            self._from = None
            return
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        if self._band is not None:
            numbers = self._within(self._band)
        else:
            nearest = self._nearest(event.position())
            numbers = [] if nearest is None else [nearest]
        self._from = self._band = None
        self.picked.emit(frozenset(self._points.keys[number] for number in numbers), bool(held))
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self._point(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame goes."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the next point along an axis, the space bar chooses it, Escape chooses none."""
        along = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Down: (1, 1),
            Qt.Key.Key_Up: (1, -1),
        }.get(Qt.Key(event.key()))
        if along is not None:
            self._step(*along)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return) and self.pointed is not None:
            self.picked.emit(frozenset((self.pointed,)), True)
        elif event.key() == Qt.Key.Key_Escape and self._chosen:
            self.picked.emit(frozenset(), False)
        else:
            super().keyPressEvent(event)

    def _pixels(self) -> Floats:
        laid = self._lay()
        return np.empty((0, 2)) if laid is None else laid.pixels

    def _step(self, column: int, by: int) -> None:
        pixels = self._pixels()
        order = np.lexsort((pixels[:, 1 - column], pixels[:, column]))
        order = order[np.isfinite(pixels[order]).all(axis=1)]
        if len(order):
            found = np.flatnonzero(order == self._at)
            place = int(found[0]) + by if len(found) else 0 if by > 0 else len(order) - 1
            self._point(int(order[min(max(0, place), len(order) - 1)]))

    def _nearest(self, at: QPointF) -> int | None:
        apart = ((self._pixels() - (at.x(), at.y())) ** 2).sum(axis=1)
        apart[np.isnan(apart)] = np.inf
        number = int(apart.argmin()) if len(apart) else -1
        return number if number >= 0 and apart[number] <= _NEAR**2 else None

    def _within(self, band: QRectF) -> list[int]:
        x, y = self._pixels().T
        inside = (x >= band.left()) & (x <= band.right()) & (y >= band.top()) & (y <= band.bottom())
        return [int(number) for number in np.flatnonzero(inside)]

    def _point(self, number: int | None) -> None:
        if number != self._at:
            self._at = number
            self.setAccessibleDescription("" if number is None else "; ".join(self._words(number)))
            self.update()
