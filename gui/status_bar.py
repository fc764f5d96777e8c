"""The line that always tells the truth: devices, runs alive, the loom, disk."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from gui.models.device_table import device_colour_index
from gui.models.messages import DevicesSampled, DiskFound, InventoryFound, LoomState, LoomStatus, RunTable
from gui.theme import ThemeKeeper, device_colour
from gui.widgets.meter import Meter

_MOST_METERS, _MOST_NAMED = 16, 6
"""Of so many devices there is a meter, and of so many there is room for the name."""
_GIB = 2**30
_ROUND_FROM = 10
"""GiB free from which fractions do not matter."""


class StatusBar(QFrame):
    """Fed with what the engine thread tells."""

    runs_clicked = Signal()

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setFixedHeight(30)
        self._keeper = keeper
        self._meters: dict[str, Meter] = {}
        self._devices = QHBoxLayout()
        self._devices.setSpacing(6)
        self._names: list[QLabel] = []
        self._runs = QPushButton(self)
        self._runs.setObjectName("status-runs")
        self._runs.setProperty("role", "link")
        self._runs.clicked.connect(self.runs_clicked)
        self._runs.hide()
        self._loom = QLabel(self)
        self._loom.setObjectName("status-loom")
        self._disk = QLabel(self)
        self._disk.setObjectName("status-disk")
        for label in (self._loom, self._disk):
            label.setProperty("role", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 14, 0)
        layout.setSpacing(16)
        layout.addLayout(self._devices)
        layout.addWidget(self._runs)
        layout.addStretch(1)
        layout.addWidget(self._loom)
        layout.addWidget(self._disk)

    @Slot(object)
    def set_inventory(self, found: InventoryFound) -> None:
        """A meter a device."""
        devices = (*found.inventory.gpus, *found.inventory.cpu_slices(1))[:_MOST_METERS]
        if list(self._meters) == [device.id for device in devices]:
            return
        for before in (*self._names, *self._meters.values()):
            before.hide()
            before.deleteLater()
        self._names, self._meters = [], {}
        for device in devices:
            colour = device_colour(device_colour_index(device.id, found.inventory))
            meter = Meter(self._keeper, colour, self)
            meter.setToolTip(device.label)
            if len(devices) <= _MOST_NAMED:
                self._add_name(device.label)
            self._meters[device.id] = meter
            self._devices.addWidget(meter)

    def _add_name(self, label: str) -> None:
        name = QLabel(label, self)
        name.setProperty("role", "muted")
        name.setContentsMargins(8 if self._names else 0, 0, 0, 0)
        self._names.append(name)
        self._devices.addWidget(name)

    @Slot(object)
    def add_samples(self, sampled: DevicesSampled) -> None:
        """How busy each is."""
        for sample in sampled.samples:
            meter = self._meters.get(sample.device_id)
            if meter is not None:
                busy = sample.utilisation_percent
                meter.set_share(None if busy is None else busy / 100)

    @Slot(object)
    def set_runs(self, table: RunTable) -> None:
        """How many runs live."""
        alive = sum(not row.state.is_over for row in table.rows)
        self._runs.setText(self.tr("%n run(s) alive", "", alive))
        self._runs.setVisible(bool(alive))

    @Slot(object)
    def set_loom(self, status: LoomStatus) -> None:
        """Whether a start is instant now."""
        words = {
            LoomState.COLD: self.tr("loom cold"),
            LoomState.WARMING: self.tr("loom warming…"),
            LoomState.WARM: self.tr("loom warm: starts at once"),
            LoomState.BROKEN: self.tr("loom broken: starts are slower"),
        }
        self._loom.setText(words[status.state])
        self._loom.setToolTip(status.sentence)

    @Slot(object)
    def show_disk(self, found: DiskFound) -> None:
        """How much room there is for runs."""
        free = found.free_bytes / _GIB
        figure = f"{free:,.0f}" if free >= _ROUND_FROM else f"{free:.1f}"
        self._disk.setText(self.tr("{} GiB free").format(figure))
