"""The plots of a run: loss, under it what its devices do on the same axis, then the rest."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from engine.devices.inventory import Inventory
from engine.plan.records import Plan
from gui.models.device_table import run_colour_index
from gui.models.messages import SeriesChunk
from gui.plots.curve_plot import CurvePlot
from gui.plots.export import FORMATS
from gui.plots.shared_axis import SharedAxis
from gui.theme import DEVICE_COLOURS, ThemeKeeper, device_colour
from gui.views.run.plot_options import PlotOptions
from gui.widgets.card import Card

_TRAIN, _EVAL = DEVICE_COLOURS[0], DEVICE_COLOURS[6]
_NUM_COLOURS = len(DEVICE_COLOURS)
_GIB = 2**30
_SELDOM = 4
"""Plots but that of the loss are drawn in every fourth round: what the window does not take, training has."""
_SMOOTHED = ("loss", "accuracy", "samples_per_second")


class PlotsPage(QWidget):
    """Takes new points, draws them."""

    failed = Signal(str)
    """A sentence: why a plot could not be saved."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._axis = SharedAxis(self)
        self._sources: set[str] = set()
        self._plots = self._build_plots()
        self._strips = self._build_strips()
        self._lay_out()
        self._show_strip()

    def _build_plots(self) -> dict[str, CurvePlot]:
        words = {
            "loss": (self.tr("Loss"), ()),
            "accuracy": (self.tr("Accuracy"), ()),
            "samples_per_second": (self.tr("Samples per second"), (0.0,)),
            "learning_rate": (self.tr("Learning rate"), (0.0,)),
        }
        plots = {
            metric: CurvePlot(
                self._keeper,
                title,
                self._axis,
                self,
                always=always,
                every=1 if metric == "loss" else _SELDOM,
            )
            for metric, (title, always) in words.items()
        }
        for metric in ("loss", "accuracy"):
            plots[metric].add_curve(f"train/{metric}", self.tr("train"), _TRAIN)
            plots[metric].add_curve(f"eval/{metric}", self.tr("test"), _EVAL)
        for metric in ("learning_rate", "samples_per_second"):
            plots[metric].add_curve(f"train/{metric}", "", _TRAIN)
        return plots

    def _build_strips(self) -> dict[str, CurvePlot]:
        words = {
            "utilisation_percent": (self.tr("Busy"), " %", (0.0, 100.0)),
            "memory_used_bytes": (self.tr("Memory used"), " GiB", (0.0,)),
            "power_watts": (self.tr("Power"), " W", (0.0,)),
            "temperature_celsius": (self.tr("Temperature"), " °C", ()),
        }
        return {
            metric: CurvePlot(
                self._keeper,
                title,
                self._axis,
                self,
                unit=unit,
                always=always,
                empty=self.tr("Not reported by these devices."),
                every=_SELDOM,
            )
            for metric, (title, unit, always) in words.items()
        }

    def _lay_out(self) -> None:
        options = PlotOptions(self)
        options.axis_chosen.connect(self._set_axis)
        options.smoothing_chosen.connect(self._set_smoothing)
        options.log_chosen.connect(self._plots["loss"].set_log)
        options.outliers_ignored.connect(self._set_outliers)
        options.all_asked.connect(self._follow)
        options.export_asked.connect(self._export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(options)
        layout.addWidget(self._card("loss", 150), 5)
        layout.addWidget(self._devices_card(), 3)
        row = QHBoxLayout()
        row.setSpacing(10)
        for metric in ("accuracy", "samples_per_second", "learning_rate"):
            row.addWidget(self._card(metric, 90), 1)
        layout.addLayout(row, 3)

    def _card(self, metric: str, height: int) -> Card:
        card = Card("", self)
        self._plots[metric].setMinimumHeight(height)
        card.body.addWidget(self._plots[metric])
        return card

    def _devices_card(self) -> Card:
        self._metric = QComboBox(self)
        self._metric.setObjectName("strip-metric")
        self._metric.setAccessibleName(self.tr("What is shown of the devices"))
        for metric, strip in self._strips.items():
            self._metric.addItem(strip.accessibleName(), metric)
        self._metric.currentIndexChanged.connect(self._show_strip)
        card = Card("", self)
        for strip in self._strips.values():
            strip.setMinimumHeight(80)
            card.body.addWidget(strip)
        return card

    def plot(self, metric: str) -> CurvePlot:
        """The plot of a metric."""
        return self._plots[metric] if metric in self._plots else self._strips[metric]

    def show_plan(self, plan: Plan, inventory: Inventory | None) -> None:
        """Which devices there are, in their colours."""
        self._axis.steps_per_epoch = max(1, plan.batch.steps_per_epoch)
        for device in plan.devices:
            if device.source in self._sources:
                continue
            index = run_colour_index(device.id, plan, inventory)
            self._sources.add(device.source)
            for metric, strip in self._strips.items():
                strip.add_curve(
                    f"{device.source}/{metric}",
                    device.label,
                    device_colour(index),
                    dashed=index // _NUM_COLOURS % 2 == 1,
                )

    def clear(self) -> None:
        """Forget all points."""
        self._axis.start_time = None
        for plot in (*self._plots.values(), *self._strips.values()):
            plot.clear_data()

    def add(self, chunk: SeriesChunk) -> None:
        """New points of one series; those that no plot shows are passed over."""
        plots = self._strips if chunk.source in self._sources else self._plots
        plot, key = plots.get(chunk.metric), f"{chunk.source}/{chunk.metric}"
        if plot is None or not plot.has_curve(key) or not len(chunk.times):
            return
        start = float(chunk.times[0])
        if self._axis.start_time is None or start < self._axis.start_time:
            self._axis.start_time = start
        values = chunk.values / _GIB if chunk.metric == "memory_used_bytes" else chunk.values
        plot.append(key, chunk.steps, chunk.times, values)

    @Slot()
    def _show_strip(self) -> None:
        chosen = self._strips[self._metric.currentData()]
        chosen.put_in_head(self._metric)
        for strip in self._strips.values():
            strip.setVisible(strip is chosen)

    @Slot(str)
    def _set_axis(self, by: str) -> None:
        self._axis.set_kind(by)

    @Slot(float)
    def _set_smoothing(self, weight: float) -> None:
        for metric in _SMOOTHED:
            self._plots[metric].set_smoothing(weight)

    @Slot(bool)
    def _set_outliers(self, on: bool) -> None:
        for plot in self._plots.values():
            plot.set_ignore_outliers(on)

    @Slot()
    def _follow(self) -> None:
        for plot in (*self._plots.values(), *self._strips.values()):
            plot.follow()

    @Slot()
    def _export(self) -> None:
        """Ask for a name and save the plots beside it."""
        filters = ";;".join(f"{ending.upper()} (*.{ending})" for ending in FORMATS)
        chosen, kind = QFileDialog.getSaveFileName(self, self.tr("Export plots"), "", filters)
        if chosen:
            base = Path(chosen)
            self.export(
                base
                if base.suffix[1:].lower() in FORMATS
                else base.with_name(f"{base.name}.{kind[:3].lower()}")
            )

    def export(self, base: Path) -> None:
        """Save each plot that shows something: `curves.svg` becomes `curves-loss.svg` and so on."""
        strip = self._metric.currentData()
        shown = {**self._plots, strip: self._strips[strip]}
        try:
            for metric, plot in shown.items():
                if not plot.is_empty:
                    plot.export(base.with_name(f"{base.stem}-{metric}{base.suffix}"))
        except OSError as error:
            self.failed.emit(self.tr("The plots could not be saved: {}.").format(error))
