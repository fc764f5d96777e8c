"""What one device does, and did."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.devices.sample import Device, DeviceSample
from gui.engine_texts import translate_engine
from gui.i18n import listed
from gui.plots.curve_plot import CurvePlot
from gui.plots.device_history import METRICS, DeviceHistory, in_gib
from gui.plots.shared_axis import SharedAxis
from gui.theme import ThemeKeeper
from gui.widgets.card import Card

_UNITS = {"busy": " %", "memory": " GiB", "power": " W", "temperature": " °C"}


class DeviceCard(QWidget):
    """A history of what is reported, and the figures of this moment."""

    def __init__(
        self,
        keeper: ThemeKeeper,
        device: Device,
        colour: str,
        axis: SharedAxis,
        history: DeviceHistory,
        parent: QWidget | None = None,
    ) -> None:
        """Builds it.

        Args:
            keeper: The theme.
            device: Which device.
            colour: Its thread colour.
            axis: The time that all cards show.
            history: What it shows of the device.
            parent: Its owner.
        """
        super().__init__(parent)
        self.device = device
        self._holder = QLabel(self)
        self._holder.setProperty("role", "muted")
        card = Card(f"{device.label} · {device.name}", self, corner=self._holder)
        words = {
            "busy": self.tr("Busy"),
            "memory": self.tr("Memory used"),
            "power": self.tr("Power"),
            "temperature": self.tr("Temperature"),
        }
        total = in_gib(device.memory_total_bytes)
        always = {"busy": (0.0, 100.0), "memory": (0.0,) if total is None else (0.0, total), "power": (0.0,)}
        shown = ("busy", "memory") if device.kind == "cpu" else tuple(METRICS)
        self._plots: dict[str, CurvePlot] = {}
        row = QHBoxLayout()
        row.setSpacing(14)
        for metric in shown:
            plot = CurvePlot(
                keeper,
                words[metric],
                axis,
                card,
                unit=_UNITS[metric],
                always=always.get(metric, ()),
            )
            plot.add_curve(metric, "", colour, history.points(device.id, metric))
            plot.setMinimumHeight(120)
            self._plots[metric] = plot
            row.addWidget(plot, 1)
        card.body.addLayout(row, 1)
        self._words = QLabel(self)
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        self._words.hide()
        card.body.addWidget(self._words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def plot(self, metric: str) -> CurvePlot:
        """The history of `busy`, `memory`, `power` or `temperature`."""
        return self._plots[metric]

    def show_sample(self, sample: DeviceSample) -> None:
        """What is told of this moment beside the curves."""
        self._words.setText("   ·   ".join(self._sentences(sample)))
        self._words.setVisible(bool(self._words.text()))

    def show_holder(self, run: str) -> None:
        """Which run has it; empty for none."""
        self._holder.setText(self.tr("used by {}").format(run) if run else self.tr("free"))

    def _sentences(self, sample: DeviceSample) -> list[str]:
        if self.device.kind == "cpu":
            return []
        missing = [
            plot.accessibleName() for metric, plot in self._plots.items() if METRICS[metric](sample) is None
        ]
        words = []
        if sample.sm_clock_mhz is not None:
            words.append(self.tr("clock {} MHz").format(round(sample.sm_clock_mhz)))
        if sample.throttle_reasons:
            words.append(
                self.tr("throttled: {}").format(listed(map(translate_engine, sample.throttle_reasons)))
            )
        for process in sample.processes or ():
            used = in_gib(process.memory_used_bytes)
            memory = f" {used:.1f} GiB" if used is not None else ""
            words.append(f"{process.name or process.pid} ({process.owner or '?'}){memory}")
        if missing:
            words.append(self.tr("not reported by this device: {}").format(listed(missing)))
        return words
