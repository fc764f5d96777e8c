"""The layers of a model, with a switch for each layer and each block that freezes it."""

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from engine.spec.training import TrainingSpec
from engine.survey.records import ModelSurvey
from gui.models.freeze_choice import freeze_changes
from gui.models.layer_table import NAME, NAME_ROLE, TRAINING, LayerTable, count_trained
from gui.widgets.help_key import add_help_key
from gui.widgets.plain_table import set_up_lines

_SIZE = (880, 600)
_ROW_HEIGHT = 26
_WIDTHS = (330, 130, 130, 110)


class LayersDialog(QDialog):
    """A table; whatever is switched in it is an edit of the spec, which can be undone here, too."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layers-dialog")
        self.setWindowTitle(self.tr("The layers of the model"))
        self.resize(*_SIZE)
        self._model, self._training = ModelSurvey(), TrainingSpec()
        self._layers = LayerTable(self)
        self._layers.freeze_asked.connect(self._switch)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self._layers)
        self._shown.setFilterKeyColumn(NAME)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(self._head())
        layout.addWidget(self._make_table(), 1)
        layout.addLayout(self._foot())
        add_help_key(self)
        for keys, signal in (
            (QKeySequence.StandardKey.Undo, self.undo_requested),
            (QKeySequence.StandardKey.Redo, self.redo_requested),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(signal)

    def _head(self) -> QHBoxLayout:
        self._line = QLabel(self)
        self._line.setObjectName("layers-line")
        find = QLineEdit(self)
        find.setObjectName("layers-find")
        find.setAccessibleName(self.tr("Find a layer"))
        find.setPlaceholderText(self.tr("Find a layer"))
        find.setWhatsThis(self.tr("Shows only the layers and blocks with this in their name."))
        find.setClearButtonEnabled(True)
        find.setFixedWidth(220)
        find.textChanged.connect(self._shown.setFilterFixedString)
        row = QHBoxLayout()
        row.addWidget(self._line, 1)
        row.addWidget(find)
        return row

    def _make_table(self) -> QTableView:
        self._table = table = QTableView(self)
        table.setObjectName("layers")
        table.setAccessibleName(self.tr("Layers"))
        table.setWhatsThis(
            self.tr(
                "A check mark says that a layer is trained; without it, it is frozen. Space or a click "
                "switches a layer, or a whole block. It changes the option Freeze of the training."
            )
        )
        table.setModel(self._shown)
        set_up_lines(table, _ROW_HEIGHT)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, width)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(TRAINING, QHeaderView.ResizeMode.Stretch)
        return table

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for name, words, slot in (
            ("layers-freeze", self.tr("Freeze the selected"), self._freeze_selected),
            ("layers-train", self.tr("Train the selected"), self._train_selected),
        ):
            button = QPushButton(words, self)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        box.rejected.connect(self.reject)
        row.addWidget(box)
        return row

    def show_model(self, model: ModelSurvey, training: TrainingSpec) -> None:
        """The layers, and which of them are frozen."""
        self._model, self._training = model, training
        self._layers.show_model(model, training)
        trained, every = count_trained(model, training), max(1, model.num_parameters)
        self._line.setText(
            self.tr("{0} of {1} parameters are trained at the first step ({2} %)").format(
                f"{trained:,}", f"{model.num_parameters:,}", int(100 * trained / every)
            )
        )
        if not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._shown.index(0, NAME))

    @Slot(str, bool)
    def _switch(self, name: str, frozen: bool) -> None:
        self._edit([name], frozen=frozen)

    @Slot()
    def _freeze_selected(self) -> None:
        self._edit(self._selected(), frozen=True)

    @Slot()
    def _train_selected(self) -> None:
        self._edit(self._selected(), frozen=False)

    def _selected(self) -> list[str]:
        rows = self._table.selectionModel().selectedRows(NAME)
        return [index.data(NAME_ROLE) for index in sorted(rows, key=lambda index: index.row())]

    def _edit(self, names: list[str], *, frozen: bool) -> None:
        if names:
            self.changed.emit(freeze_changes(self._model, self._training, names, frozen=frozen))
