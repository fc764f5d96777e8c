"""What is said of the curves in a region, as a table: a row a curve."""

from collections.abc import Sequence
from math import isnan
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gui.plots.region import CopiedCurve, Figures

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
CURVE, POINTS, MEAN, DEVIATION, LEAST, GREATEST, SLOPE = range(7)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_UNKNOWN = "–"
_SAMPLE = (22, 12)
"""Size of the piece of line beside a name, in pixels."""


class RegionTable(QAbstractTableModel):
    """The figures change while a region is dragged: rows and their order do not."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._by = "step"
        self._curves: tuple[CopiedCurve, ...] = ()
        self._figures: tuple[Figures, ...] = ()
        self._samples: tuple[QPixmap, ...] = ()

    def set_curves(self, curves: tuple[CopiedCurve, ...], by: str) -> None:
        """Other curves, of which nothing is said yet.

        Args:
            curves: A row each.
            by: The axis they lie along.
        """
        self.beginResetModel()
        self._by, self._curves = by, curves
        self._figures = (Figures(0),) * len(curves)
        self._samples = tuple(map(_sample, curves))
        self.endResetModel()

    def set_figures(self, figures: Sequence[Figures]) -> None:
        """What is said of each curve, in their order."""
        self._figures = tuple(figures)
        if figures:
            self.dataChanged.emit(self.index(0, POINTS), self.index(len(figures) - 1, SLOPE))

    def as_text(self) -> str:
        """All of it, a line a row, a tab between cells, figures in full: as spreadsheets take it."""
        rows = [[str(self.headerData(column, Qt.Orientation.Horizontal)) for column in range(SLOPE + 1)]]
        for curve, figures in zip(self._curves, self._figures, strict=True):
            values = (_value(figures, column) for column in range(MEAN, SLOPE + 1))
            rows.append(
                [curve.label, str(figures.num_points), *("" if isnan(v) else repr(v) for v in values)]
            )
        return "\n".join("\t".join(row) for row in rows) + "\n"

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Curves."""
        return 0 if parent.isValid() else len(self._curves)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Name and figures."""
        return 0 if parent.isValid() else SLOPE + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What a column tells."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section != CURVE:
            return _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        slopes = {"step": self.tr("Slope per step"), "epoch": self.tr("Slope per epoch")}
        heads = (
            self.tr("Curve"),
            self.tr("Points"),
            self.tr("Mean"),
            self.tr("Std. deviation"),
            self.tr("Minimum"),
            self.tr("Maximum"),
            slopes.get(self._by) or self.tr("Slope per second"),
        )
        return heads[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(row, column)
            case Qt.ItemDataRole.DecorationRole if column == CURVE:
                return self._samples[row]
            case Qt.ItemDataRole.TextAlignmentRole if column != CURVE:
                return _RIGHT
        return None

    def _words(self, row: int, column: int) -> str:
        if column == CURVE:
            return self._curves[row].label
        if column == POINTS:
            return f"{self._figures[row].num_points:,}"
        value = _value(self._figures[row], column)
        return _UNKNOWN if isnan(value) else f"{value:.5g}"


def _value(figures: Figures, column: int) -> float:
    return (figures.mean, figures.deviation, figures.least, figures.greatest, figures.slope)[column - MEAN]


def _sample(curve: CopiedCurve) -> QPixmap:
    """A piece of its line: colour and dashes."""
    picture = QPixmap(*_SAMPLE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    style = Qt.PenStyle.DotLine if curve.dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(curve.colour), 3, style))
    painter.drawLine(QPointF(1, _SAMPLE[1] / 2), QPointF(_SAMPLE[0] - 1, _SAMPLE[1] / 2))
    painter.end()
    return picture
