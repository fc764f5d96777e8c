"""Specs to open, and where to keep one: presets and TOML files."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from engine.errors import SpecError
from engine.spec.presets import list_presets
from engine.spec.toml import read_spec
from gui.engine_texts import translate_engine


class PresetsMenu(QMenu):
    """Every preset with its sentence, then opening and saving."""

    preset_chosen = Signal(object)
    """The path of a preset."""
    open_requested = Signal(object)
    """The path of a TOML file to open."""
    save_requested = Signal(object)
    """The path of a TOML file to write."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("presets-menu")
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._fill)
        self.open_action = QAction(self.tr("Open a TOML file …"), self)
        self.open_action.setShortcut(QKeySequence.StandardKey.Open)
        self.open_action.triggered.connect(self._ask_open)
        self.save_action = QAction(self.tr("Save as TOML …"), self)
        self.save_action.setShortcut(QKeySequence.StandardKey.SaveAs)
        self.save_action.triggered.connect(self._ask_save)

    @Slot()
    def _fill(self) -> None:
        self.clear()
        for path in list_presets():
            self.addAction(self._preset(path))
        self.addSeparator()
        self.addAction(self.open_action)
        self.addAction(self.save_action)

    def _preset(self, path: Path) -> QAction:
        action = QAction(path.stem, self)
        action.setObjectName(f"preset-{path.stem}")
        action.setData(str(path))
        try:
            description = translate_engine(read_spec(path).description)
        except SpecError as error:
            description = translate_engine(error.sentence)
        action.setToolTip(description)
        action.setText(f"{path.stem}    {description}" if description else path.stem)
        action.triggered.connect(self._choose)
        return action

    @Slot()
    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.preset_chosen.emit(Path(action.data()))

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
