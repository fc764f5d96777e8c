"""Which spec a sweep varies: its own, that of Compose, a preset's, or one from a file."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QPushButton, QWidget

from engine.spec.run import RunSpec
from gui.models.messages import Preset

_OWN, _COMPOSED, _FILE = "own", "composed", "file"
_PRESET = "preset:"


class BaseChoice(QWidget):
    """A list of specs, and a button that opens a file."""

    chosen = Signal(object, str)
    """A RunSpec, and where it comes from: a preset's name or a file; empty for what is composed."""
    file_requested = Signal(object)
    """The path of a TOML file to open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._specs: dict[str, RunSpec] = {}
        self._sources: dict[str, str] = {}
        self._box = QComboBox(self)
        self._box.setObjectName("sweep-base")
        self._box.setAccessibleName(self.tr("What is varied"))
        self._box.setMinimumContentsLength(12)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.activated.connect(self._choose)
        self.setFocusProxy(self._box)
        open_file = QPushButton(self.tr("File …"), self)
        open_file.setObjectName("sweep-base-open")
        open_file.setAccessibleName(self.tr("Vary the spec in a TOML file"))
        open_file.setToolTip(open_file.accessibleName())
        open_file.clicked.connect(self._ask_open)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._box, 1)
        row.addWidget(open_file)

    @property
    def is_composed(self) -> bool:
        """Whether what is composed is varied."""
        return bool(self._box.currentData() == _COMPOSED)

    def set_presets(self, presets: Sequence[Preset]) -> None:
        """The specs that come with Paraloom."""
        for preset in presets:
            self._keep(f"{_PRESET}{preset.name}", preset.spec, preset.name)
        self._fill()

    def set_composed(self, spec: RunSpec) -> None:
        """What Compose has."""
        self._keep(_COMPOSED, spec, "")
        self._fill()

    def set_file(self, path: Path, spec: RunSpec) -> None:
        """One from a file; it is chosen."""
        self._keep(_FILE, spec, str(path))
        self._fill()
        self._box.setCurrentIndex(self._box.findData(_FILE))
        self._choose()

    def show_spec(self, spec: RunSpec, source: str) -> None:
        """A spec that is varied, without telling of it: known, or of the sweep's own.

        Args:
            spec: What is varied.
            source: Where it is said to come from; of several that are the same, this one is meant.
        """
        known = [key for key, one in self._specs.items() if one == spec and key != _OWN]
        if not known:
            self._keep(_OWN, spec, source)
        self._fill()
        meant = min(known, key=lambda key: self._sources[key] != source, default=_OWN)
        with QSignalBlocker(self._box):
            self._box.setCurrentIndex(self._box.findData(meant))

    def _keep(self, key: str, spec: RunSpec, source: str) -> None:
        self._specs[key], self._sources[key] = spec, source

    def _fill(self) -> None:
        """All that are known; what is chosen stays so."""
        chosen = self._box.currentData()
        with QSignalBlocker(self._box):
            self._box.clear()
            for key in (_OWN, _COMPOSED, *(one for one in self._specs if one.startswith(_PRESET)), _FILE):
                if key in self._specs:
                    self._box.addItem(self._words(key), key)
            self._box.setCurrentIndex(self._box.findData(chosen))

    def _words(self, key: str) -> str:
        name = self._specs[key].name
        match key:
            case "own":
                return self.tr("As the sweep has it: {}").format(name)
            case "composed":
                return self.tr("This spec, as Compose has it: {}").format(name)
            case "file":
                return self.tr("From a file: {}").format(name)
            case _:
                return self.tr("Preset: {}").format(key.removeprefix(_PRESET))

    @Slot()
    def _choose(self) -> None:
        key = self._box.currentData()
        self.chosen.emit(self._specs[key], self._sources[key])

    @Slot()
    def _ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a spec"), "", "TOML (*.toml)")
        if name:
            self.file_requested.emit(Path(name))
