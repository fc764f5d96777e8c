"""The curves of two runs over each other, live.

By time one sees which is faster, by samples that both learn alike.
"""

from collections.abc import Sequence
from math import isfinite
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QWidget

from engine.record.sketch import Sketch
from gui.models.alignment import Align, Scale, column_of, scale_of
from gui.models.compare_messages import CurvesRead, CurvesWanted, RunCurve
from gui.models.messages import RunRow
from gui.plots.ground import Scales
from gui.plots.overlay import OverlayCurve, Stretches
from gui.plots.overlay_plot import OverlayPlot
from gui.plots.readout import Entry, Readout
from gui.plots.smoothers import Smoother
from gui.theme import ThemeKeeper
from gui.views.lab.words import spread_words
from gui.widgets.card import Card

_WIDTH = 21
"""Values that have a part in each smoothed one: a parabola through them follows also a steep curve."""


class DuelPlot(Card):
    """One metric of both; each curve has the colour of its run's pane."""

    wanted = Signal(object)
    """CurvesWanted: of no run while nobody looks."""

    def __init__(self, keeper: ThemeKeeper, colours: Sequence[str], parent: QWidget | None = None) -> None:
        """Shows nothing yet.

        Args:
            keeper: The theme.
            colours: Of the two runs, `#rrggbb`.
            parent: Its owner.
        """
        super().__init__("", parent)
        self._colours = tuple(colours)
        self._rows: tuple[RunRow, ...] = ()
        self._wanted = CurvesWanted()
        self._read: dict[Path, RunCurve] = {}
        self._curves: tuple[OverlayCurve, ...] = ()
        self._place: float | None = None
        self._metric = QComboBox(self)
        self._align = QComboBox(self)
        self._smooth = QCheckBox(self.tr("smoothed"), self)
        self._log = QCheckBox(self.tr("logarithmic"), self)
        self._readout = Readout(keeper, self)
        self._note = QLabel(self)
        self._note.setProperty("role", "muted")
        self.plot = OverlayPlot(keeper, self.tr("Curves of both runs"), self)
        self._lay_out()
        self.plot.pointed.connect(self._point)
        self._metric.currentIndexChanged.connect(self._want)
        self._smooth.toggled.connect(self._want)
        self._align.currentIndexChanged.connect(self._rescale)
        self._log.toggled.connect(self._rescale)
        self._rescale()

    def _lay_out(self) -> None:
        translate = QCoreApplication.translate
        for series, words in (
            ("train/loss", translate("DuelPlot", "Loss in training")),
            ("eval/loss", translate("DuelPlot", "Loss on the test samples")),
            ("eval/accuracy", translate("DuelPlot", "Accuracy on the test samples")),
            ("train/samples_per_second", translate("DuelPlot", "Samples a second")),
        ):
            self._metric.addItem(words, series)
        for align, words in (
            (Align.RELATIVE, translate("DuelPlot", "by seconds since each began")),
            (Align.SAMPLES, translate("DuelPlot", "by samples seen")),
            (Align.STEP, translate("DuelPlot", "by step")),
            (Align.WALL, translate("DuelPlot", "by the clock")),
        ):
            self._align.addItem(words, align)
        for box, name, words in (
            (self._metric, "lab-duel-metric", translate("DuelPlot", "Which metric")),
            (self._align, "lab-duel-align", translate("DuelPlot", "What lies along the plot")),
        ):
            box.setObjectName(name)
            box.setAccessibleName(words)
        self._smooth.setObjectName("lab-duel-smooth")
        self._smooth.setChecked(True)
        self._log.setObjectName("lab-duel-log")
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self._metric, self._align, self._smooth, self._log):
            head.addWidget(widget)
        head.addWidget(self._readout, 1)
        self.body.addLayout(head)
        self.body.addWidget(self._note)
        self.body.addWidget(self.plot, 1)

    @property
    def curves(self) -> tuple[OverlayCurve, ...]:
        """Those that are shown, that of the first run first."""
        return self._curves

    def readout(self) -> str:
        """What is said of the newest values, or of those that are pointed at."""
        return self._readout.words()

    def set_rows(self, rows: Sequence[RunRow]) -> None:
        """The runs that are shown, as they are now; in the colours' order."""
        self._rows = tuple(rows)
        self._want()

    @Slot(object)
    def take(self, read: CurvesRead) -> None:
        """Curves that came or grew."""
        if read.wanted == self._wanted:
            self._read |= {curve.path: curve for curve in read.curves}
            self._lay()

    def showEvent(self, event: QShowEvent) -> None:
        """Its curves are read from now on."""
        super().showEvent(event)
        self._want()

    def hideEvent(self, event: QHideEvent) -> None:
        """They are not any more."""
        super().hideEvent(event)
        self._want()

    @Slot()
    def _want(self) -> None:
        """Ask for what is needed now, where that is something else."""
        source, _, metric = str(self._metric.currentData()).partition("/")
        runs = tuple(dict.fromkeys(row.path for row in self._rows)) if self.isVisible() else ()
        wanted = CurvesWanted(runs=runs, source=source, metric=metric)
        self._smooth.setEnabled(source == "train")  # an evaluation is no noise
        if self._smooth.isChecked() and self._smooth.isEnabled():
            wanted = CurvesWanted(runs, source, metric, Smoother.POLYNOMIAL, _WIDTH, frozenset(runs))
        if wanted != self._wanted:
            self._wanted, self._read = wanted, {}
            self.wanted.emit(wanted)
        self._lay()

    @Slot()
    def _rescale(self) -> None:
        align = Align(self._align.currentData())
        is_counted = align in (Align.STEP, Align.SAMPLES)
        self.plot.set_scales(Scales(log=self._log.isChecked(), clock=align is Align.WALL, whole=is_counted))
        self._lay()

    # --- from what was read to what is drawn

    def _lay(self) -> None:
        laid = (self._curve(row, colour) for row, colour in zip(self._rows, self._colours, strict=False))
        self._curves = tuple(curve for curve in laid if curve is not None)
        self.plot.set_curves(self._curves)
        self._show_values()
        has_points = any(len(read.raw.steps) for read in self._read.values())
        self._note.setVisible(has_points and len(self._curves) < len(self._read))
        self._note.setText(self.tr("A run does not tell how many samples a step has: it is left out."))

    def _curve(self, row: RunRow, colour: str) -> OverlayCurve | None:
        """A run along the plot; None where nothing was read, or it does not tell where it lies."""
        align, read = Align(self._align.currentData()), self._read.get(row.path)
        scale = None if read is None else scale_of(row, read.raw, align)
        if read is None or scale is None:
            return None
        smooth = None if read.smooth is None else _stretches(read.smooth, scale, align)
        return OverlayCurve(spread_words(row), colour, False, _stretches(read.raw, scale, align), smooth)

    def _show_values(self) -> None:
        """The newest values, or those at the place that is pointed at."""
        entries = []
        for curve in self._curves:
            places = curve.main.x
            if len(places):
                place = float(places[-1]) if self._place is None else self._place
                value = curve.nearest(place)[1]
                words = f"{value:.4g}" if isfinite(value) else "–"
                entries.append(Entry(curve.colour, curve.key, words, ""))
        nothing = self.tr("Nothing of this is known yet.")
        self._readout.set_entries(tuple(entries), nothing, at_once=self._place is not None)

    @Slot(object)
    def _point(self, place: float | None) -> None:
        self._place = place
        self._show_values()


def _stretches(sketch: Sketch, scale: Scale, align: Align) -> Stretches:
    places = scale.places(column_of(sketch, align))
    return Stretches(places, sketch.low, sketch.high, are_points=sketch.stretch == 1)
