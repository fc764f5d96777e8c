"""Which sweep: one that comes with Paraloom, one from a file, or one that was started before."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QPushButton, QWidget

from engine.lab.sweep.events import SweepState
from engine.lab.sweep.record import Sweep
from gui.models.sweep_messages import SweepLine
from gui.widgets.card import Card

THIS_SPEC, FILE = "/this-spec", "/file"
"""Keys of sweeps that are no presets, whose names these cannot be."""
_OTHERS = (THIS_SPEC, FILE)
_KEY = Qt.ItemDataRole.UserRole


def sweep_title(name: str) -> str:
    """What a sweep that comes with Paraloom is called; a name of one's own stays as it is."""
    titles = {"digits-sweep": QCoreApplication.translate("Sweeps", "Learning rate and batch of a perceptron")}
    return titles.get(name, name)


def sweep_state_word(state: SweepState) -> str:
    """The state of a sweep."""
    translate = QCoreApplication.translate
    words = {
        SweepState.CREATED: translate("SweepState", "about to begin"),
        SweepState.WARMING: translate("SweepState", "warming up"),
        SweepState.RUNNING: translate("SweepState", "running"),
        SweepState.COMPLETED: translate("SweepState", "completed"),
        SweepState.STOPPED: translate("SweepState", "stopped"),
        SweepState.FAILED: translate("SweepState", "failed"),
        SweepState.INTERRUPTED: translate("SweepState", "interrupted"),
    }
    return words[state]


class SweepChoices(Card):
    """Sweeps to start above those that were started."""

    chosen = Signal(object)
    """The key of a sweep to start, or the path of one that was started."""
    file_requested = Signal(object)
    """The path of a TOML file to open."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._sweeps: dict[str, Sweep] = {}
        self._lines: tuple[SweepLine, ...] = ()
        self._list = QListWidget(self)
        self._list.setObjectName("sweeps")
        self._list.setAccessibleName(self.tr("Sweeps"))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentItemChanged.connect(self._tell)
        open_file = QPushButton(self.tr("Open a TOML file …"), self)
        open_file.setObjectName("sweep-open")
        open_file.clicked.connect(self._ask_open)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(open_file)

    def sweep(self, key: str) -> Sweep:
        """A sweep to start, as it is at first."""
        return self._sweeps[key]

    def set_presets(self, sweeps: Sequence[Sweep]) -> None:
        """The sweeps that come with Paraloom; the first is chosen where nothing is."""
        self._sweeps = {sweep.name: sweep for sweep in sweeps} | self._sweeps
        self._fill()
        if self._list.currentItem() is None and self._list.count():
            self._list.setCurrentRow(0)

    def set_this_spec(self, sweep: Sweep) -> None:
        """One of the composed spec."""
        self._sweeps[THIS_SPEC] = sweep
        self._fill()

    def set_file(self, sweep: Sweep) -> None:
        """One from a file; it is chosen."""
        self._sweeps[FILE] = sweep
        self._fill()
        self._list.setCurrentRow(-1)  # another file under the same key
        self.choose(FILE)

    def set_sweeps(self, lines: tuple[SweepLine, ...]) -> None:
        """Those that were started, newest first."""
        self._lines = lines
        self._fill()

    def choose(self, what: str | Path) -> None:
        """Choose a sweep to start, or the folder of one that was started."""
        for row in range(self._list.count()):
            if self._list.item(row).data(_KEY) == what:
                self._list.setCurrentRow(row)

    def _fill(self) -> None:
        """All of them; what is chosen stays so."""
        current = self._list.currentItem()
        chosen = current.data(_KEY) if current else None
        self._list.blockSignals(True)
        self._list.clear()
        presets = (key for key in self._sweeps if key not in _OTHERS)
        for key in (*presets, *(key for key in _OTHERS if key in self._sweeps)):
            QListWidgetItem(self._words(key), self._list).setData(_KEY, key)
        for line in self._lines:
            when = datetime.fromtimestamp(line.created).strftime("%Y-%m-%d %H:%M")
            words = f"{sweep_title(line.title)}\n{when} · {sweep_state_word(line.state)}"
            QListWidgetItem(words, self._list).setData(_KEY, line.path)
        if chosen is not None:
            self.choose(chosen)
        self._list.blockSignals(False)

    def _words(self, key: str) -> str:
        name = self._sweeps[key].name
        if key == THIS_SPEC:
            return self.tr("This spec, as Compose has it: {}").format(name)
        return self.tr("From a file: {}").format(name) if key == FILE else sweep_title(name)

    @Slot()
    def _tell(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(_KEY))

    @Slot()
    def _ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a sweep"), "", "TOML (*.toml)")
        if name:
            self.file_requested.emit(Path(name))
