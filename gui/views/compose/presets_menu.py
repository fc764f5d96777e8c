"""Specs to open, and where to keep one: presets and TOML files."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from engine.spec import RunSpec
from gui.engine_texts import translate_engine
from gui.models.messages import Preset


class PresetsMenu(QMenu):
    """Every preset with its sentence, then opening and saving."""

    preset_chosen = Signal(object)
    """The RunSpec of a preset."""
    open_requested = Signal(object)
    """The path of a TOML file to open."""
    save_requested = Signal(object)
    """The path of a TOML file to write."""
    script_requested = Signal()
    """A script of one's own is to be run."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("presets-menu")
        self.setToolTipsVisible(True)
        self._specs: dict[str, RunSpec] = {}
        self._offered: list[QAction] = []
        self.open_action = QAction(self.tr("Open a TOML file…"), self)
        self.open_action.setShortcut(QKeySequence.StandardKey.Open)
        self.open_action.triggered.connect(self._ask_open)
        self.save_action = QAction(self.tr("Save as TOML…"), self)
        self.save_action.setShortcut(QKeySequence.StandardKey.SaveAs)
        self.save_action.triggered.connect(self._ask_save)
        self.script_action = QAction(self.tr("Run a script of my own…"), self)
        self.script_action.setObjectName("compose-run-script")
        self.script_action.triggered.connect(self.script_requested)
        self._rule = self.addSeparator()
        self.addAction(self.script_action)
        self.addSeparator()
        self.addAction(self.open_action)
        self.addAction(self.save_action)

    def set_presets(self, presets: Sequence[Preset]) -> None:
        """Offer these."""
        for action in self._offered:
            self.removeAction(action)
            action.deleteLater()
        self._specs = {preset.name: preset.spec for preset in presets}
        self._offered = [self._action(preset) for preset in presets]
        self.insertActions(self._rule, self._offered)

    def _action(self, preset: Preset) -> QAction:
        description = translate_engine(preset.spec.description)
        action = QAction(f"{preset.name}    {description}" if description else preset.name, self)
        action.setObjectName(f"preset-{preset.name}")
        action.setData(preset.name)
        action.setToolTip(description)
        action.triggered.connect(self._choose)
        return action

    @Slot()
    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.preset_chosen.emit(self._specs[action.data()])

    @Slot()
    def _ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.parentWidget(), self.tr("Open a spec"), "", self.tr("Specs (*.toml)")
        )
        if name:
            self.open_requested.emit(Path(name))

    @Slot()
    def _ask_save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self.parentWidget(), self.tr("Save the spec"), "spec.toml", self.tr("Specs (*.toml)")
        )
        if name:
            path = Path(name)
            self.save_requested.emit(path if path.suffix else path.with_suffix(".toml"))
