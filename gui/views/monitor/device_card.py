"""What one device does, and did."""

from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.devices.sample import Device, DeviceSample
from gui.engine_texts import translate_engine
from gui.plots.curve_plot import CurvePlot
from gui.plots.shared_axis import SharedAxis
from gui.theme import ThemeKeeper
from gui.widgets.card import Card

_GIB = 2**30
_MOST_POINTS = 16_384
"""Of a curve: more than two hours of two readings a second; what is older gets coarser. 400 kB a curve."""
_METRICS: dict[str, tuple[str, Callable[[DeviceSample], float | None]]] = {
    "busy": (" %", lambda sample: sample.utilisation_percent),
    "memory": (" GiB", lambda sample: _gib(sample.memory_used_bytes)),
    "power": (" W", lambda sample: sample.power_watts),
    "temperature": (" °C", lambda sample: sample.temperature_celsius),
}


class DeviceCard(QWidget):
    """A history of what is reported, and the figures of this moment."""

    def __init__(
        self,
        keeper: ThemeKeeper,
        device: Device,
        colour: str,
        axis: SharedAxis,
        parent: QWidget | None = None,
    ) -> None:
        """Builds it.

        Args:
            keeper: The theme.
            device: Which device.
            colour: Its thread colour.
            axis: The time that all cards show.
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
        total = _gib(device.memory_total_bytes)
        always = {"busy": (0.0, 100.0), "memory": (0.0,) if total is None else (0.0, total), "power": (0.0,)}
        shown = ("busy", "memory") if device.kind == "cpu" else tuple(_METRICS)
        self._plots: dict[str, CurvePlot] = {}
        row = QHBoxLayout()
        row.setSpacing(14)
        for metric in shown:
            plot = CurvePlot(
                keeper,
                words[metric],
                axis,
                card,
                unit=_METRICS[metric][0],
                always=always.get(metric, ()),
                most=_MOST_POINTS,
            )
            plot.add_curve(metric, "", colour)
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

    def add(self, sample: DeviceSample, *, keep_seconds: float) -> None:
        """A new reading.

        Args:
            sample: The reading.
            keep_seconds: How far back the history goes.
        """
        for metric, plot in self._plots.items():
            value = _METRICS[metric][1](sample)
            plot.append(
                metric,
                np.zeros(1, np.int64),
                np.array([sample.time]),
                np.array([np.nan if value is None else value]),
            )
            plot.drop_before(sample.time - keep_seconds)
        self._words.setText("   ·   ".join(self._sentences(sample)))
        self._words.setVisible(bool(self._words.text()))

    def show_holder(self, run: str) -> None:
        """Which run has it; empty for none."""
        self._holder.setText(self.tr("used by {}").format(run) if run else self.tr("free"))

    def _sentences(self, sample: DeviceSample) -> list[str]:
        if self.device.kind == "cpu":
            return []
        missing = [
            plot.accessibleName()
            for metric, plot in self._plots.items()
            if _METRICS[metric][1](sample) is None
        ]
        words = []
        if sample.sm_clock_mhz is not None:
            words.append(self.tr("clock {} MHz").format(round(sample.sm_clock_mhz)))
        if sample.throttle_reasons:
            words.append(
                self.tr("throttled: {}").format(", ".join(map(translate_engine, sample.throttle_reasons)))
            )
        for process in sample.processes or ():
            used = _gib(process.memory_used_bytes)
            memory = f" {used:.1f} GiB" if used is not None else ""
            words.append(f"{process.name or process.pid} ({process.owner or '?'}){memory}")
        if missing:
            words.append(self.tr("not reported by this device: {}").format(", ".join(missing)))
        return words


def _gib(size: int | None) -> float | None:
    return None if size is None else size / _GIB
