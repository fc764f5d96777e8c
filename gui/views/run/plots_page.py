"""The plots of a run: four of training, and under them a strip a device on the same axis."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from engine.devices.inventory import Inventory
from engine.plan.records import Plan
from gui.models.device_table import device_colour_index
from gui.models.messages import SeriesChunk
from gui.plots.curve_plot import CurvePlot
from gui.theme import DEVICE_COLOURS, ThemeKeeper, device_colour
from gui.widgets.card import Card

_TRAIN, _EVAL = DEVICE_COLOURS[0], DEVICE_COLOURS[6]
_DEVICE_METRICS = ("utilisation_percent", "memory_used_bytes", "power_watts", "temperature_celsius")
_GIB = 2**30


class PlotsPage(QWidget):
    """Takes new points, draws them."""

    failed = Signal(str)
    """A sentence: why a plot could not be saved."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._start: float | None = None
        self._steps_per_epoch = 1
        self._plots = {
            "loss": CurvePlot(keeper, self.tr("Loss"), self),
            "accuracy": CurvePlot(keeper, self.tr("Accuracy"), self),
            "learning_rate": CurvePlot(keeper, self.tr("Learning rate"), self),
            "samples_per_second": CurvePlot(keeper, self.tr("Samples per second"), self),
        }
        self._strips: dict[str, CurvePlot] = {
            "utilisation_percent": CurvePlot(keeper, self.tr("Busy"), self, unit=" %"),
            "memory_used_bytes": CurvePlot(keeper, self.tr("Memory used"), self, unit=" GiB"),
            "power_watts": CurvePlot(keeper, self.tr("Power"), self, unit=" W"),
            "temperature_celsius": CurvePlot(keeper, self.tr("Temperature"), self, unit=" °C"),
        }
        for metric in ("loss", "accuracy"):
            self._plots[metric].add_curve(f"train/{metric}", self.tr("train"), _TRAIN)
            self._plots[metric].add_curve(f"eval/{metric}", self.tr("test"), _EVAL)
        for metric in ("learning_rate", "samples_per_second"):
            self._plots[metric].add_curve(f"train/{metric}", "", _TRAIN)
        self._sources: set[str] = set()
        self._lay_out()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(10)
        for number, plot in enumerate(self._plots.values()):
            card = Card("", self)
            card.body.addWidget(plot)
            plot.setMinimumHeight(130)
            grid.addWidget(card, *divmod(number, 2))
        self._devices = Card("", self)
        self._metric = QComboBox(self)
        self._metric.setObjectName("strip-metric")
        self._metric.setAccessibleName(self.tr("What is shown of the devices"))
        self._missing = QLabel(self.tr("Not reported by these devices."), self)
        self._missing.setProperty("role", "muted")
        self._missing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = (self.tr("busy"), self.tr("memory"), self.tr("power"), self.tr("temperature"))
        for metric, word in zip(_DEVICE_METRICS, words, strict=True):
            self._metric.addItem(word, metric)
        self._metric.currentIndexChanged.connect(self._show_strip)
        for strip in self._strips.values():
            strip.setMinimumHeight(96)
            self._devices.body.addWidget(strip)
            strip.view.setXLink(self._plots["loss"].view)
        self._devices.body.addWidget(self._missing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self._options())
        layout.addLayout(grid, 3)
        layout.addWidget(self._devices, 1)
        self._show_strip()

    def _options(self) -> QHBoxLayout:
        self._axis = QComboBox(self)
        self._axis.setObjectName("plot-axis")
        self._axis.setAccessibleName(self.tr("Horizontal axis"))
        words = (self.tr("by step"), self.tr("by epoch"), self.tr("by time"), self.tr("by clock"))
        for by, word in zip(("step", "epoch", "relative", "wall"), words, strict=True):
            self._axis.addItem(word, by)
        self._axis.currentIndexChanged.connect(self._set_axis)
        self._smoothing = QSlider(Qt.Orientation.Horizontal, self)
        self._smoothing.setObjectName("plot-smoothing")
        self._smoothing.setAccessibleName(self.tr("Smoothing"))
        self._smoothing.setRange(0, 99)
        self._smoothing.setFixedWidth(110)
        self._smoothing.valueChanged.connect(self._set_smoothing)
        self._log = QCheckBox(self.tr("Log loss"), self)
        self._log.setObjectName("plot-log")
        self._log.toggled.connect(self._plots["loss"].set_log)
        self._outliers = QCheckBox(self.tr("Ignore outliers"), self)
        self._outliers.setObjectName("plot-outliers")
        self._outliers.toggled.connect(self._set_outliers)
        follow = QPushButton(self.tr("Show all"), self)
        follow.setObjectName("plot-follow")
        follow.clicked.connect(self._follow)
        save = QPushButton(self.tr("Export…"), self)
        save.setObjectName("plot-export")
        save.clicked.connect(self._export)
        row = QHBoxLayout()
        caption = QLabel(self.tr("Smoothing"), self)
        caption.setProperty("role", "muted")
        for widget in (self._axis, caption, self._smoothing, self._log, self._outliers):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._metric)
        row.addWidget(follow)
        row.addWidget(save)
        return row

    def plot(self, metric: str) -> CurvePlot:
        """The plot of a metric."""
        return self._plots[metric] if metric in self._plots else self._strips[metric]

    def show_plan(self, plan: Plan, inventory: Inventory | None) -> None:
        """Which devices there are, in their colours."""
        self._steps_per_epoch = plan.batch.steps_per_epoch
        for device in plan.devices:
            index = device_colour_index(device.id, inventory) if inventory else len(self._sources)
            if device.source not in self._sources:
                self._sources.add(device.source)
                for metric, strip in self._strips.items():
                    strip.add_curve(f"{device.source}/{metric}", device.label, device_colour(index))

    def clear(self) -> None:
        """Forget all points."""
        self._start = None
        for plot in (*self._plots.values(), *self._strips.values()):
            plot.clear_data()

    def add(self, chunk: SeriesChunk) -> None:
        """New points of one series; those that no plot shows are passed over."""
        plots = self._strips if chunk.source in self._sources else self._plots
        plot, key = plots.get(chunk.metric), f"{chunk.source}/{chunk.metric}"
        if plot is None or not plot.has_curve(key) or not len(chunk.times):
            return
        if self._start is None:
            self._start = float(chunk.times[0])
        values = chunk.values / _GIB if chunk.metric == "memory_used_bytes" else chunk.values
        plot.append(key, chunk.steps, chunk.times, values)
        if plots is self._strips:
            self._show_missing()

    @Slot()
    def _show_strip(self) -> None:
        for metric, strip in self._strips.items():
            strip.setVisible(metric == self._metric.currentData())
        self._show_missing()

    def _show_missing(self) -> None:
        strip = self._strips[self._metric.currentData()]
        self._missing.setVisible(strip.is_empty)
        strip.setVisible(not strip.is_empty)

    @Slot()
    def _set_axis(self) -> None:
        for plot in (*self._plots.values(), *self._strips.values()):
            plot.set_x_axis(
                self._axis.currentData(),
                steps_per_epoch=self._steps_per_epoch,
                start_time=self._start or 0.0,
            )

    @Slot(int)
    def _set_smoothing(self, value: int) -> None:
        for metric in ("loss", "accuracy", "samples_per_second"):
            self._plots[metric].set_smoothing(value / 100)

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
        """Save each plot beside the chosen name: a picture, or its points."""
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export plots"), "", "PNG (*.png);;CSV (*.csv)")
        if not chosen:
            return
        base = Path(chosen)
        try:
            for metric, plot in self._plots.items():
                target = base.with_name(f"{base.stem}-{metric}{base.suffix or '.png'}")
                (plot.export_csv if target.suffix == ".csv" else plot.export_png)(target)
        except OSError as error:
            self.failed.emit(self.tr("The plots could not be saved: {}.").format(error))
