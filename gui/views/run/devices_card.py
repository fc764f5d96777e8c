"""What the devices of a run do now."""

from PySide6.QtCore import QCoreApplication, QTimer, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.devices.inventory import Inventory
from engine.devices.sample import Device
from engine.plan.records import Placement
from gui.models.device_table import run_colour_index
from gui.models.messages import SeriesChunk
from gui.theme import ThemeKeeper, device_colour
from gui.widgets.card import Card
from gui.widgets.figure import Figure
from gui.widgets.meter import Meter
from gui.widgets.scrolled import scrolled

_GIB = 2**30
_PAUSE_MS = 500
"""Between two readings that are shown: nobody reads them faster."""
_UNITS = {"power_watts": "{:.0f} W", "temperature_celsius": "{:.0f} °C"}


class DevicesCard(Card):
    """A row a device: busy, memory, power and temperature where reported."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("DevicesCard", "Devices"), parent)
        self._keeper = keeper
        self._rows: dict[str, _DeviceRow] = {}
        self._newest: dict[tuple[str, str], float] = {}
        """Readings that are not shown yet, by device and metric."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._show_newest)
        inner = QWidget(self)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        self.body.addWidget(scrolled(inner, self), 1)

    def row(self, source: str) -> "_DeviceRow":
        """The row of a device, by the name of its series."""
        return self._rows[source]

    def show_plan(self, plan: Placement, inventory: Inventory | None) -> None:
        """Which devices the run has."""
        for device in plan.devices:
            if device.source in self._rows:
                continue
            colour = device_colour(run_colour_index(device.id, plan, inventory))
            row = _DeviceRow(self._keeper, device, colour, self)
            self._rows[device.source] = row
            self._column.insertWidget(len(self._rows) - 1, row)

    def take(self, chunk: SeriesChunk) -> None:
        """New points; the newest counts, and only those of a device."""
        if chunk.source in self._rows and len(chunk.values):
            self._newest[chunk.source, chunk.metric] = float(chunk.values[-1])
            if not self._pause.isActive():
                self._pause.start(0)

    @Slot()
    def _show_newest(self) -> None:
        if self._newest:
            for (source, metric), value in self._newest.items():
                self._rows[source].show_value(metric, value)
            self._newest.clear()
            self._pause.start(_PAUSE_MS)


class _DeviceRow(QWidget):
    """A device: its name, two bars, and what else it reports."""

    def __init__(self, keeper: ThemeKeeper, device: Device, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._total = device.memory_total_bytes
        self._others: dict[str, str] = {}
        thread = QFrame(self)
        thread.setFixedWidth(4)
        thread.setStyleSheet(f"background: {colour}; border-radius: 2px;")
        name = QLabel(f"<b>{device.label}</b>&nbsp; {device.name}", self)
        name.setMinimumWidth(40)
        self._other = Figure("", self)
        self._other.setProperty("role", "muted")
        head = QHBoxLayout()
        head.addWidget(name, 1)
        head.addWidget(self._other)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._meters: dict[str, Meter] = {}
        self._words: dict[str, Figure] = {}
        captions = {"utilisation_percent": self.tr("busy"), "memory_used_bytes": self.tr("memory")}
        for line, (metric, caption) in enumerate(captions.items()):
            label = QLabel(caption, self)
            label.setProperty("role", "muted")
            meter = Meter(keeper, colour, self, stretches=True)
            words = Figure("–", self)
            words.setMinimumWidth(96)
            self._meters[metric], self._words[metric] = meter, words
            for column, widget in enumerate((label, meter, words)):
                grid.addWidget(widget, line, column)
        body = QVBoxLayout()
        body.setSpacing(5)
        body.addLayout(head)
        body.addLayout(grid)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(thread)
        layout.addLayout(body, 1)

    def words(self, metric: str) -> str:
        """What is written of a metric."""
        return self._words[metric].words

    def show_value(self, metric: str, value: float) -> None:
        """A new reading."""
        if metric == "utilisation_percent":
            self._meters[metric].set_share(value / 100)
            self._words[metric].show_words(f"{value:.0f} %")
        elif metric == "memory_used_bytes":
            self._meters[metric].set_share(value / self._total if self._total else None)
            total = f" / {self._total / _GIB:.0f}" if self._total else ""
            self._words[metric].show_words(f"{value / _GIB:.1f}{total} GiB")
        elif metric in _UNITS:
            self._others[metric] = _UNITS[metric].format(value)
            self._other.show_words(" · ".join(self._others.values()))
