"""What the model has: how many parameters and layers, how many are trained, and the way to its layers."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from engine.spec import RunSpec
from engine.survey.records import ModelSurvey
from gui.models.layer_table import count_trained
from gui.views.compose.layers_dialog import LayersDialog


class ModelLook(QWidget):
    """A line, and a button for the corner of the card."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = RunSpec()
        self._model: ModelSurvey | None = None
        self._dialog: LayersDialog | None = None
        self.button = QPushButton(self.tr("Layers…"), self)
        self.button.setObjectName("look-at-layers")
        self.button.setProperty("role", "link")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        words = self.tr("Every layer with its output and parameters; freeze or train it.")
        self.button.setToolTip(words)
        self.button.setWhatsThis(words)
        self.button.clicked.connect(self._open)
        self._line = QLabel(self)
        self._line.setObjectName("model-line")
        self._line.setProperty("role", "muted")
        self._line.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._line)
        self.show_model(None, self._spec)

    def show_model(self, model: ModelSurvey | None, spec: RunSpec) -> None:
        """What a survey told of it; None where nothing is told yet."""
        self._model, self._spec = model, spec
        has_layers = model is not None and bool(model.layers)
        self.button.setEnabled(has_layers)
        self.setVisible(has_layers)
        if model is None or not model.layers:
            return
        self._line.setText(self._words(model))
        if self._dialog is not None:
            self._dialog.show_model(model, spec.training)

    def _words(self, model: ModelSurvey) -> str:
        layers = self.tr("%n layer(s)", "", len(model.layers))
        trained = count_trained(model, self._spec.training)
        if trained == model.num_parameters:
            return self.tr("{0} parameters in {1}, all trained").format(f"{trained:,}", layers)
        return self.tr("{0} parameters in {1}, {2} of them trained at first").format(
            f"{model.num_parameters:,}", layers, f"{trained:,}"
        )

    @Slot()
    def _open(self) -> None:
        if self._model is None:
            return
        if self._dialog is None:
            self._dialog = LayersDialog(self.window())
            self._dialog.changed.connect(self.changed)
            self._dialog.undo_requested.connect(self.undo_requested)
            self._dialog.redo_requested.connect(self.redo_requested)
        self._dialog.show_model(self._model, self._spec.training)
        self._dialog.open()
