"""Beside the title of the devices: how many, which way, and how large a CPU slice is."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from engine.spec import DevicesSpec
from gui.engine_texts import translate_engine
from gui.models.device_choice import DeviceChoice
from gui.widgets.fields import CalmSpinBox

_MOST_COUNT = 1024
_SPIN_WIDTH = 52


class DevicesCorner(QWidget):
    """Small choices in a line."""

    any_clicked = Signal()
    """Go over from devices by name to any that are free, or back."""
    all_clicked = Signal()
    any_changed = Signal()
    """Another number or kind of any free devices."""
    size_changed = Signal(int)
    """Another number of cores in a slice."""
    slices_clicked = Signal()
    """Show the CPU slices beside the GPUs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = _spin(self, "devices.count", self.tr("How many devices"), _MOST_COUNT)
        self.kind = QComboBox(self)
        self.kind.setObjectName("devices.kind")
        self.kind.setAccessibleName(self.tr("Kind of devices"))
        self.kind.addItem(self.tr("CPU slices"), "cpu")
        self.kind.addItem(self.tr("GPUs"), "gpu")
        self._words = QLabel(self)
        self._words.setProperty("role", "muted")
        self._any = _link(self, "devices-any", self.tr("any free"))
        self._all = _link(self, "devices-all", self.tr("all"))
        self._all.setToolTip(self.tr("Choose every device of this kind (Ctrl+A)"))
        self._size_label = QLabel(self.tr("cores in a CPU slice"), self)
        self._size_label.setProperty("role", "muted")
        self.slice_size = _spin(self, "devices.cores_per_slice", self.tr("Cores in a CPU slice"), _MOST_COUNT)
        help_text = translate_engine(DevicesSpec.help_of("cores_per_slice"))
        for widget in (self._size_label, self.slice_size):
            widget.setToolTip(help_text)
            widget.setWhatsThis(help_text)
        self._size_label.setBuddy(self.slice_size)
        self._slices = _link(self, "devices-slices", self.tr("CPU slices…"))
        self._slices.setToolTip(self.tr("Show this machine's CPU slices beside its GPUs"))
        self._slices.clicked.connect(self.slices_clicked)
        self._lay_out()
        self.count.valueChanged.connect(self.any_changed)
        self.kind.activated.connect(self.any_changed)
        self.slice_size.valueChanged.connect(self.size_changed)
        self._any.clicked.connect(self.any_clicked)
        self._all.clicked.connect(self.all_clicked)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in (self.count, self.kind, self._words, self._any, self._all):
            row.addWidget(part)
        row.addSpacing(14)
        for part in (self._slices, self._size_label, self.slice_size):
            row.addWidget(part)

    def show_slices(self, shown: bool) -> None:
        """Whether CPU slices can be seen; otherwise they can be asked for."""
        self._slices.setVisible(not shown)
        self._size_label.setVisible(shown)
        self.slice_size.setVisible(shown)

    def show_choice(self, choice: DeviceChoice, *, num_cores: int, has_gpus: bool) -> None:
        """What is asked for.

        Args:
            choice: Devices by name or by number.
            num_cores: How many this machine has.
            has_gpus: Whether the kind is a question here.
        """
        spec, by_name = choice.spec, choice.by_name
        blockers = [QSignalBlocker(each) for each in (self.count, self.kind, self.slice_size)]
        self.count.setValue(spec.count)
        self.kind.setCurrentIndex(self.kind.findData(spec.kind))
        self.slice_size.setRange(1, max(1, num_cores, spec.cores_per_slice))
        self.slice_size.setValue(spec.cores_per_slice)
        del blockers
        self.count.setVisible(not by_name)
        self.kind.setVisible(not by_name and (has_gpus or spec.kind == "gpu"))
        if by_name:
            text = self.tr("{} of {} chosen").format(len(spec.use), len(choice.offered) + len(choice.missing))
        else:
            text = self.tr("of %n, whichever is free", "", choice.num_of_kind(spec.kind))
        self._words.setText(text)
        self._any.setText(self.tr("any free") if by_name else self.tr("by name"))
        self._any.setToolTip(
            self.tr("Take as many, whichever are free when the run starts")
            if by_name
            else self.tr("Keep to the devices that are marked now")
        )
        self._any.setAccessibleName(self._any.text())


def _spin(parent: QWidget, name: str, words: str, most: int) -> CalmSpinBox:
    spin = CalmSpinBox(parent)
    spin.setObjectName(name)
    spin.setAccessibleName(words)
    spin.setRange(1, most)
    spin.setFixedWidth(_SPIN_WIDTH)
    return spin


def _link(parent: QWidget, name: str, text: str) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setProperty("role", "link")
    button.setAccessibleName(text)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
