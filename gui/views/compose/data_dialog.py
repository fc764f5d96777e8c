"""A closer look at the data: samples as pictures, text or rows, beside the classes with their counts."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontDatabase, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListView,
    QPlainTextEdit,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from engine.data.preview import Preview
from gui.engine_texts import translate_engine
from gui.models.samples import CLASS, SHARE_ROLE, TEST, ClassTable, PictureList, RowTable
from gui.theme import ThemeKeeper
from gui.widgets.help_key import add_help_key

_SIZE = (860, 560)
_SIDE = 80
_ROW_HEIGHT = 24
_CLASSES_WIDTH = 300
_COUNT_WIDTH = 92


class BarDelegate(QStyledItemDelegate):
    """A count over a bar that is as long as its share of the largest."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._keeper = keeper

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The bar from the left, the count at the right."""
        share = index.data(SHARE_ROLE)
        if share is None:
            return
        theme = self._keeper.theme
        box = QRectF(option.rect).adjusted(4, 4, -8, -4)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.selected))
        painter.drawRoundedRect(QRectF(box.left(), box.top(), box.width() * share, box.height()), 3, 3)
        painter.setPen(QColor(theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, index.data())
        painter.restore()


class DataDialog(QDialog):
    """Samples at the left, classes at the right."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data-dialog")
        self.setWindowTitle(self.tr("A look at the data"))
        self.resize(*_SIZE)
        self._preview: Preview | None = None
        self._line = QLabel(self)
        self._line.setObjectName("data-dialog-line")
        self._stack = QStackedWidget(self)
        self._pictures, self._rows, self._classes = PictureList(_SIDE, self), RowTable(self), ClassTable(self)
        self._kinds: tuple[QListView, QPlainTextEdit, QTableView]
        self._kinds = (self._picture_view(), self._text_view(), self._row_view())
        for view in self._kinds:
            self._stack.addWidget(view)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        sides.addWidget(self._stack, 1)
        sides.addWidget(self._class_view(keeper))
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self._line)
        layout.addLayout(sides, 1)
        layout.addWidget(box)
        add_help_key(self)

    def show_preview(self, preview: Preview) -> None:
        """Other data."""
        if preview == self._preview:
            return
        self._preview = preview
        self._line.setText(
            self.tr("{0}: {1} of {2} training samples").format(
                translate_engine(preview.title), len(preview.samples), f"{preview.facts.num_train:,}"
            )
        )
        samples = preview.samples
        picture_view, text_view, row_view = self._kinds
        self._pictures.show_samples(samples)
        self._rows.show_samples(tuple(one for one in samples if one.row), preview.input_names)
        row_view.resizeColumnsToContents()
        self._classes.show_classes(preview)
        if samples and samples[0].picture is not None:
            self._stack.setCurrentWidget(picture_view)
        elif samples and samples[0].text:
            text_view.setPlainText(_texts(preview))
            self._stack.setCurrentWidget(text_view)
        else:
            self._stack.setCurrentWidget(row_view)

    def _picture_view(self) -> QListView:
        view = QListView(self)
        view.setObjectName("data-pictures")
        view.setAccessibleName(self.tr("Pictures with their class"))
        view.setWhatsThis(self.tr("Some training samples, changed at random as the first epoch sees them."))
        view.setModel(self._pictures)
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setMovement(QListView.Movement.Static)
        view.setUniformItemSizes(True)
        view.setIconSize(QSize(_SIDE, _SIDE))
        view.setGridSize(QSize(_SIDE + 16, _SIDE + 30))
        view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        return view

    def _text_view(self) -> QPlainTextEdit:
        view = QPlainTextEdit(self)
        view.setObjectName("data-texts")
        view.setAccessibleName(self.tr("Texts"))
        view.setWhatsThis(self.tr("Some training samples, each under its number."))
        view.setReadOnly(True)
        view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        return view

    def _row_view(self) -> QTableView:
        view = _table(self._rows, "data-rows", self)
        view.setAccessibleName(self.tr("Rows of numbers, as training sees them"))
        view.setWhatsThis(self.tr("Numbers as training sees them: standardised, and a column for each word."))
        return view

    def _class_view(self, keeper: ThemeKeeper) -> QTableView:
        view = _table(self._classes, "data-classes", self)
        view.setAccessibleName(self.tr("Classes and how many samples they have"))
        view.setWhatsThis(self.tr("How many samples each class has; the longest bar has the most."))
        view.verticalHeader().setVisible(False)
        view.setFixedWidth(_CLASSES_WIDTH)
        bars = BarDelegate(keeper, view)
        for column in range(CLASS + 1, TEST + 1):
            view.setItemDelegateForColumn(column, bars)
            view.setColumnWidth(column, _COUNT_WIDTH)
        view.horizontalHeader().setSectionResizeMode(CLASS, QHeaderView.ResizeMode.Stretch)
        return view


def _table(model: ClassTable | RowTable, name: str, parent: QWidget) -> QTableView:
    view = QTableView(parent)
    view.setObjectName(name)
    view.setModel(model)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    return view


def _texts(preview: Preview) -> str:
    """Each under the number of its sample."""
    return "\n\n".join(f"── {sample.index:,} ──\n{sample.text}" for sample in preview.samples)
