"""The layers of a model as a table, with the blocks that they lie in, and which are trained."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from engine.spec.patterns import fits_pattern, read_pattern_number
from engine.spec.training import TrainingSpec
from engine.survey.freezing import find_frozen, parameter_names
from engine.survey.records import Layer, ModelSurvey

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
NAME, KIND, OUTPUT, PARAMETERS, TRAINING = range(5)
NAME_ROLE = Qt.ItemDataRole.UserRole
_INDENT = "      "
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Row:
    """A layer, or a block of layers."""

    name: str
    depth: int
    layers: tuple[Layer, ...]
    is_block: bool


class LayerTable(QAbstractTableModel):
    """A line a layer and a line a block, in the order of the model. A check mark: it is trained."""

    freeze_asked = Signal(str, bool)
    """Name of a layer or block, and whether it is to be frozen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = ModelSurvey()
        self._training = TrainingSpec()
        self._rows: tuple[_Row, ...] = ()
        self._frozen: frozenset[str] = frozenset()

    def show_model(self, model: ModelSurvey, training: TrainingSpec) -> None:
        """Other layers, or other patterns."""
        if model.layers != self._model.layers:
            self.beginResetModel()
            self._keep(model, training)
            self._rows = tuple(_rows(model.layers))
            self.endResetModel()
        elif training != self._training:
            self._keep(model, training)
            self.dataChanged.emit(self.index(0, NAME), self.index(len(self._rows) - 1, TRAINING))

    def _keep(self, model: ModelSurvey, training: TrainingSpec) -> None:
        self._model, self._training = model, training
        self._frozen = find_frozen(model, training.freeze)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Layers and blocks."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Name, kind, output, parameters, training."""
        return 0 if parent.isValid() else TRAINING + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What a column tells."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == PARAMETERS:
            return _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (
            self.tr("Layer"),
            self.tr("Kind"),
            self.tr("Output"),
            self.tr("Parameters"),
            self.tr("Training"),
        )
        return heads[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be checked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == NAME else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (_INDENT * row.depth if column == NAME else "") + self._words(row, column)
            case Qt.ItemDataRole.CheckStateRole if column == NAME:
                return self._check_state(row)
            case Qt.ItemDataRole.TextAlignmentRole if column == PARAMETERS:
                return _RIGHT
            case Qt.ItemDataRole.FontRole if row.is_block:
                font = QFont()
                font.setBold(True)
                return font
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, (self._words(row, each) for each in range(TRAINING + 1))))
            case Qt.ItemDataRole.UserRole:
                return row.name
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Asks for another state; it is shown once the spec has it."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        row = self._rows[index.row()]
        self.freeze_asked.emit(row.name, self._check_state(row) is Qt.CheckState.Checked)
        return True

    def _words(self, row: _Row, column: int) -> str:
        if column == NAME:
            return row.name or self.tr("(the model)")
        if column == KIND:
            return self.tr("%n layer(s)", "", len(row.layers)) if row.is_block else row.layers[0].kind
        if column == OUTPUT:
            shape = row.layers[0].output_shape
            return "" if row.is_block or shape is None else " × ".join(map(str, shape))
        if column == PARAMETERS:
            return f"{sum(layer.num_parameters for layer in row.layers):,}"
        return self._training_words(row)

    def _training_words(self, row: _Row) -> str:
        state = self._check_state(row)
        if state is Qt.CheckState.Checked:
            return self.tr("trained")
        if state is Qt.CheckState.PartiallyChecked:
            return self.tr("partly frozen")
        epochs = {self._first_epoch(name) for name in _names(row)}
        first = next(iter(epochs))
        if len(epochs) > 1:
            return self.tr("frozen at first")
        return self.tr("frozen") if first is None else self.tr("from epoch {}").format(f"{first:g}")

    def _first_epoch(self, name: str) -> float | None:
        asked = (read_pattern_number(text) for text in self._training.unfreeze)
        return min((one.number for one in asked if fits_pattern(name, one.pattern)), default=None)

    def _check_state(self, row: _Row) -> Qt.CheckState:
        names = _names(row)
        num_frozen = sum(name in self._frozen for name in names)
        if not num_frozen:
            return Qt.CheckState.Checked
        return Qt.CheckState.Unchecked if num_frozen == len(names) else Qt.CheckState.PartiallyChecked


def count_trained(model: ModelSurvey, training: TrainingSpec) -> int:
    """How many parameters are trained at the first step, whole layers at a time.

    A layer of which only a part is frozen counts as trained.
    """
    frozen = find_frozen(model, training.freeze)
    return sum(
        layer.num_parameters for layer in model.layers if not frozen.issuperset(parameter_names(layer))
    )


def _names(row: _Row) -> tuple[str, ...]:
    return tuple(name for layer in row.layers for name in parameter_names(layer))


def _rows(layers: tuple[Layer, ...]) -> Iterator[_Row]:
    """Each block before its layers; a block of one layer is none."""
    inside: dict[str, list[Layer]] = {}
    for layer in layers:
        parts = layer.name.split(".")
        for depth in range(1, len(parts)):
            inside.setdefault(".".join(parts[:depth]), []).append(layer)
    blocks = {name: tuple(found) for name, found in inside.items() if len(found) > 1}
    told: set[str] = set()
    for layer in layers:
        parts = layer.name.split(".")
        around = [name for depth in range(1, len(parts)) if (name := ".".join(parts[:depth])) in blocks]
        for depth, name in enumerate(around):
            if name not in told:
                told.add(name)
                yield _Row(name, depth, blocks[name], is_block=True)
        yield _Row(layer.name, len(around), (layer,), is_block=False)
