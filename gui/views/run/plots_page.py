"""The plots of a run: loss, under it what its devices do on the same axis, then the rest."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from engine.devices.inventory import Inventory
from engine.plan.records import AnyPlan, Plan
from gui.models.device_table import run_colour_index
from gui.models.messages import SeriesChunk
from gui.plots.curve_plot import CurvePlot
from gui.plots.export import FORMATS
from gui.plots.series_buffer import SeriesBuffer
from gui.plots.shared_axis import SharedAxis
from gui.theme import DEVICE_COLOURS, ThemeKeeper, device_colour
from gui.views.run.analysing import Analysing
from gui.views.run.plot_forms import PageCurve, PlotForm, strip_forms, training_forms
from gui.views.run.plot_options import PlotOptions
from gui.widgets.card import Card

_TRAIN, _EVAL = DEVICE_COLOURS[0], DEVICE_COLOURS[6]
_NUM_COLOURS = len(DEVICE_COLOURS)
_GIB = 2**30
_SMOOTHED = ("loss", "accuracy", "samples_per_second")
CARD_MARGINS = 24
"""Above and below a plot in its card, in pixels."""


class PlotsPage(QWidget):
    """Takes new points, draws them.

    A plot takes some milliseconds to make. So the page is there at once, and its plots come one after the
    other when it is shown, or when they are asked for; their points are gathered from the beginning.
    """

    failed = Signal(str)
    """A sentence: why a plot could not be saved."""

    def __init__(
        self,
        keeper: ThemeKeeper,
        parent: QWidget | None = None,
        *,
        training: dict[str, PlotForm] | None = None,
    ) -> None:
        """Builds it.

        Args:
            keeper: Of the theme.
            parent: Its owner.
            training: The plots that are there from the beginning, by metric; those of a training, if None.
        """
        super().__init__(parent)
        self._keeper = keeper
        self._axis = SharedAxis(self)
        self._sources: set[str] = set()
        self._training = training_forms() if training is None else training
        self._devices = strip_forms()
        self._forms = {**self._training, **self._devices}
        self._curves: dict[str, dict[str, PageCurve]] = {metric: {} for metric in self._forms}
        self.analysing = Analysing(keeper, self._axis, self._forms, self._curves, self)
        self._plots: dict[str, CurvePlot] = {}
        self._cards: dict[str, Card] = {}
        self._builder = QTimer(self)
        self._builder.timeout.connect(self._build_next)
        for metric in self._training:
            several = metric in ("loss", "accuracy")
            self._announce(metric, f"train/{metric}", self.tr("train") if several else "", _TRAIN)
            if several:
                self._announce(metric, f"eval/{metric}", self.tr("test"), _EVAL)
        self._lay_out()

    def _lay_out(self) -> None:
        options = PlotOptions(self)
        options.axis_chosen.connect(self._set_axis)
        options.smoothing_chosen.connect(self._set_smoothing)
        options.log_chosen.connect(self._set_log)
        options.outliers_ignored.connect(self._set_outliers)
        options.all_asked.connect(self._follow)
        options.analysis_asked.connect(self.analysing.open)
        options.export_asked.connect(self._export)
        self._metric = QComboBox(self)
        self._metric.setObjectName("strip-metric")
        self._metric.setAccessibleName(self.tr("What is shown of the devices"))
        self._metric.hide()  # until there is a strip to stand in
        for metric, form in self._devices.items():
            self._metric.addItem(form.title, metric)
        self._metric.currentIndexChanged.connect(self._show_strip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(options)
        self._lay_out_plots(layout)

    def _lay_out_plots(self, layout: QVBoxLayout) -> None:
        layout.addWidget(self._card("loss"), 5)
        layout.addWidget(self._card(*self._devices), 3)
        row = QHBoxLayout()
        row.setSpacing(10)
        for metric in ("accuracy", "samples_per_second", "learning_rate"):
            row.addWidget(self._card(metric), 1)
        layout.addLayout(row, 3)

    def _card(self, *metrics: str) -> Card:
        """Where the plots of some metrics will stand."""
        card = Card("", self)
        card.setMinimumHeight(CARD_MARGINS + max(self._forms[metric].height for metric in metrics))
        self._cards |= dict.fromkeys(metrics, card)
        return card

    def plot(self, metric: str) -> CurvePlot:
        """The plot of a metric, made where it is not there yet."""
        if metric not in self._plots:
            form = self._forms[metric]
            plot = CurvePlot(
                self._keeper,
                form.title,
                self._axis,
                self._cards[metric],
                unit=form.unit,
                always=form.always,
                empty=form.empty,
                every=form.every,
            )
            plot.setMinimumHeight(form.height)
            for key, curve in self._curves[metric].items():
                plot.add_curve(key, curve.label, curve.colour, curve.points, dashed=curve.dashed)
            self._plots[metric] = plot
            if metric in self._devices:
                plot.setVisible(False)
            self._cards[metric].body.addWidget(plot)
        return self._plots[metric]

    def showEvent(self, event: QShowEvent) -> None:
        """Begins to make what is seen."""
        super().showEvent(event)
        self._builder.start()

    @Slot()
    def _build_next(self) -> None:
        """One plot; before the next one the window can answer."""
        strip = self._metric.currentData()
        for metric in (*list(self._training)[:1], strip, *self._training):
            if metric not in self._plots:
                self.plot(metric)
                if metric == strip:
                    self._show_strip()
                return
        self._builder.stop()

    def show_plan(self, plan: AnyPlan, inventory: Inventory | None) -> None:
        """Which devices there are, in their colours."""
        if isinstance(plan, Plan):
            self._axis.steps_per_epoch = max(1, plan.batch.steps_per_epoch)
        for device in plan.devices:
            if device.source in self._sources:
                continue
            index = run_colour_index(device.id, plan, inventory)
            self._sources.add(device.source)
            for metric in self._devices:
                self._announce(
                    metric,
                    f"{device.source}/{metric}",
                    device.label,
                    device_colour(index),
                    dashed=index // _NUM_COLOURS % 2 == 1,
                )

    def _announce(self, metric: str, key: str, label: str, colour: str, *, dashed: bool = False) -> None:
        curve = PageCurve(label, colour, dashed, SeriesBuffer())
        self._curves[metric][key] = curve
        if metric in self._plots:
            self._plots[metric].add_curve(key, label, colour, curve.points, dashed=dashed)

    def clear(self) -> None:
        """Forget all points."""
        self._axis.start_time = None
        for curves in self._curves.values():
            for curve in curves.values():
                curve.points.clear()
        self._axis.touch()

    def add(self, chunk: SeriesChunk) -> None:
        """New points of one series; those that no plot shows are passed over."""
        shown = self._devices if chunk.source in self._sources else self._training
        curves = self._curves[chunk.metric] if chunk.metric in shown else {}
        curve = curves.get(f"{chunk.source}/{chunk.metric}")
        if curve is None or not len(chunk.times):
            return
        start = float(chunk.times[0])
        if self._axis.start_time is None or start < self._axis.start_time:
            self._axis.start_time = start
        values = chunk.values / _GIB if chunk.metric == "memory_used_bytes" else chunk.values
        curve.points.append(chunk.steps, chunk.times, values)
        self._axis.touch()

    @Slot()
    def _show_strip(self) -> None:
        chosen = self.plot(self._metric.currentData())
        chosen.put_in_head(self._metric)
        self._metric.show()
        for metric in self._devices.keys() & self._plots.keys():
            self._plots[metric].setVisible(self._plots[metric] is chosen)

    @Slot(str)
    def _set_axis(self, by: str) -> None:
        self._axis.set_kind(by)

    @Slot(float)
    def _set_smoothing(self, weight: float) -> None:
        for metric in self._smoothed():
            self.plot(metric).set_smoothing(weight)

    def _smoothed(self) -> tuple[str, ...]:
        return _SMOOTHED

    @Slot(bool)
    def _set_log(self, on: bool) -> None:
        for metric in self._training:
            if "loss" in metric:
                self.plot(metric).set_log(on)

    @Slot(bool)
    def _set_outliers(self, on: bool) -> None:
        for metric in self._training:
            self.plot(metric).set_ignore_outliers(on)

    @Slot()
    def _follow(self) -> None:
        for plot in self._plots.values():
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
        try:
            for metric in (*self._training, self._metric.currentData()):
                plot = self.plot(metric)
                if not plot.is_empty:
                    plot.export(base.with_name(f"{base.stem}-{metric}{base.suffix}"))
        except OSError as error:
            self.failed.emit(self.tr("The plots could not be saved: {}.").format(error))
