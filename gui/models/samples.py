"""Samples of a data set to look at: pictures as a list, rows as a table; and how many each class has."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from engine.data.preview import Picture, Preview, Sample

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
SHARE_ROLE = Qt.ItemDataRole.UserRole
"""Of a count: how long its bar is, from 0 to 1."""
CLASS, TRAIN, TEST = range(3)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def picture_image(picture: Picture) -> QImage:
    """A picture as it is, pixel by pixel."""
    pixels = picture.array()
    height, width, channels = pixels.shape
    form = QImage.Format.Format_Grayscale8 if channels == 1 else QImage.Format.Format_RGB888
    return QImage(pixels.tobytes(), width, height, width * channels, form).copy()


def scaled_picture(picture: Picture, side: int) -> QImage:
    """A picture that fits a square: small ones in whole pixels and crisp, large ones smoothly.

    Args:
        picture: Of any size.
        side: Of the square, in pixels.
    """
    image = picture_image(picture)
    times = side // max(image.width(), image.height())
    if times >= 1:
        return image.scaled(image.width() * times, image.height() * times)
    keep = Qt.AspectRatioMode.KeepAspectRatio
    return image.scaled(side, side, keep, Qt.TransformationMode.SmoothTransformation)


class PictureList(QAbstractListModel):
    """Each picture over the name of its class."""

    def __init__(self, side: int, parent: QObject | None = None) -> None:
        """Shows nothing yet.

        Args:
            side: Of the square that a picture is put in, in pixels.
            parent: Its owner.
        """
        super().__init__(parent)
        self._side = side
        self._samples: tuple[Sample, ...] = ()

    def show_samples(self, samples: tuple[Sample, ...]) -> None:
        """Other samples."""
        self.beginResetModel()
        self._samples = tuple(sample for sample in samples if sample.picture is not None)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Pictures."""
        return 0 if parent.isValid() else len(self._samples)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The picture, its class, and which sample it is."""
        if not index.isValid():
            return None
        sample = self._samples[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return sample.class_name
            case Qt.ItemDataRole.DecorationRole if sample.picture is not None:
                return self._framed(sample.picture)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.tr("Sample {0}: {1}").format(f"{sample.index:,}", sample.class_name)
        return None

    def _framed(self, picture: Picture) -> QPixmap:
        """In the middle of the square, so that names stand in line."""
        image = scaled_picture(picture, self._side)
        square = QPixmap(self._side, self._side)
        square.fill(QColor(0, 0, 0, 0))
        painter = QPainter(square)
        painter.drawImage((self._side - image.width()) // 2, (self._side - image.height()) // 2, image)
        painter.end()
        return square


class RowTable(QAbstractTableModel):
    """A line a sample: its class, then its numbers as training sees them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._samples: tuple[Sample, ...] = ()
        self._names: tuple[str, ...] = ()

    def show_samples(self, samples: tuple[Sample, ...], names: tuple[str, ...]) -> None:
        """Other samples, and what their numbers are called."""
        self.beginResetModel()
        self._samples, self._names = samples, names
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Samples."""
        return 0 if parent.isValid() else len(self._samples)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """The class and the numbers."""
        return 0 if parent.isValid() else 1 + max((len(one.row) for one in self._samples), default=0)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What a column or a line is."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section and orientation is Qt.Orientation.Horizontal:
            return _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return f"{self._samples[section].index:,}"
        if section == 0:
            return self.tr("Class")
        return self._names[section - 1] if section <= len(self._names) else str(section - 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A class or a number."""
        if not index.isValid():
            return None
        sample, column = self._samples[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return f"{sample.row[column - 1]:.4g}" if column else sample.class_name


class ClassTable(QAbstractTableModel):
    """A line a class: its name and how many samples it has to train and to test."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._are_tokens = False
        self._counts: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    def show_classes(self, preview: Preview) -> None:
        """Other classes."""
        self.beginResetModel()
        self._names = preview.class_names
        self._are_tokens = preview.facts.input_kind == "tokens"
        self._counts = (preview.class_counts, preview.test_class_counts)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Classes."""
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Name, to train, to test."""
        return 0 if parent.isValid() else TEST + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What a column tells."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return _RIGHT
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        what = self.tr("Token") if self._are_tokens else self.tr("Class")
        return (what, self.tr("Training"), self.tr("Test"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A name or a count."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if column == CLASS:
            return shown_class(self._names[row]) if role == Qt.ItemDataRole.DisplayRole else None
        counts = self._counts[column - TRAIN]
        if row >= len(counts):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{counts[row]:,}"
        return counts[row] / (max(counts) or 1) if role == SHARE_ROLE else None


def shown_class(name: str) -> str:
    """A class's name; one that cannot be seen, such as a space, as Python writes it."""
    return name if name.isprintable() and name.strip() else repr(name)
