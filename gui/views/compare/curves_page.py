"""One metric of all runs that are compared, over each other or in groups."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from gui.models.alignment import Align
from gui.models.compare_messages import (
    CurvesRead,
    CurvesWanted,
    DetailRead,
    DetailWanted,
)
from gui.models.compared import ComparedRuns
from gui.models.grouping import group_rows
from gui.models.messages import RunRow
from gui.models.run_cues import RunCues
from gui.models.run_pick import RunPick
from gui.plots.ground import Scales
from gui.plots.overlay import OverlayCurve
from gui.plots.overlay_plot import MOST_LINES, GroupLine, OverlayPlot
from gui.plots.smoothers import Smoother
from gui.theme import ThemeKeeper
from gui.views.compare.beside import PlotSaver, lay_beside
from gui.views.compare.laid import LaidCurves, mean_at
from gui.views.compare.legend import Legend, LegendLine, LegendModel
from gui.views.compare.options import CompareOptions

_METRICS = ("train/loss", "eval/loss", "eval/accuracy", "train/accuracy", "train/samples_per_second")


class CurvesPage(QWidget):
    """Asks for curves, keeps them, and lays them along the plot."""

    curves_wanted = Signal(object)
    detail_wanted = Signal(object)
    failed = Signal(str)
    """A sentence: why a plot could not be saved."""

    def __init__(
        self, keeper: ThemeKeeper, cues: RunCues, pick: RunPick, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keeper, self._cues, self._pick = keeper, cues, pick
        self._rows: dict[str, RunRow] = {}
        self._labels: tuple[str, ...] = ()
        self._wanted = CurvesWanted()
        self._laid = LaidCurves(cues)
        self._groups: tuple[GroupLine, ...] = ()
        self._place: float | None = None
        self._options = CompareOptions(self)
        self._plot = OverlayPlot(keeper, self.tr("Curves of the runs"), self)
        self._model = LegendModel(self)
        self._legend = Legend(self._model, self)
        self._note = QLabel(self)
        lay_beside(self, self._options, self._plot, self._legend, self._note)
        self._saver = PlotSaver(self._plot, "compare.png", self)
        self._saver.failed.connect(self.failed)
        self._connect()
        self._rescale()

    def _connect(self) -> None:
        options = self._options
        options.metric_chosen.connect(self._want)
        options.smoothing_chosen.connect(self._want)
        options.scales_chosen.connect(self._rescale)
        options.grouping_chosen.connect(self._regroup)
        options.all_asked.connect(self._plot.follow)
        options.export_asked.connect(self._saver.ask)
        self._model.visibility_changed.connect(self._show_visible)
        self._legend.chosen_changed.connect(self._choose)
        self._pick.changed.connect(self._show_pick)
        self._plot.pointed.connect(self._point)
        self._plot.settled.connect(self._settle)

    @property
    def plot(self) -> OverlayPlot:
        """The curves."""
        return self._plot

    @property
    def groups(self) -> tuple[GroupLine, ...]:
        """Means and bands; none where runs are not grouped."""
        return self._groups

    def set_runs(self, runs: ComparedRuns) -> None:
        """The runs that are compared, as they are now."""
        before, self._rows = self._rows, {row.name: row for row in runs.rows}
        self._labels = runs.labels
        known = dict.fromkeys((*runs.metrics, *_METRICS))
        firsts = [metric for metric in _METRICS if metric in known]
        self._options.offer([*firsts, *(metric for metric in known if metric not in firsts)], runs.differing)
        if before.keys() != self._rows.keys():
            self._laid.clear()
        self._fill_legend()
        self._want()

    @Slot(object)
    def take_curves(self, read: CurvesRead) -> None:
        """Curves that came or grew."""
        if read.wanted != self._wanted:
            return
        for curve in read.curves:
            self._laid.take(curve, self._rows[curve.path.name])
        self._show_visible(at_visibility=False)

    @Slot(object)
    def take_detail(self, read: DetailRead) -> None:
        """Parts of curves more closely, if they are still of use."""
        if read.wanted.curves != self._wanted or read.wanted.by != self._options.align.column:
            return
        for detail in read.details:
            self._laid.take_detail(detail)
        self._show_visible(at_visibility=False)

    # --- from what was read to what is drawn

    @Slot()
    def _want(self) -> None:
        """Asks for what is needed now, where that is something else."""
        source, _, metric = self._options.series.rpartition("/")
        smoothing = self._options.smoothing
        is_smoothed = smoothing.kind is not Smoother.NONE
        wanted = CurvesWanted(
            runs=tuple(row.path for row in self._rows.values()),
            source=source,
            metric=metric,
            smoother=str(smoothing.kind),
            width=smoothing.width if is_smoothed else 1,
            smoothed=self._smoothable() if is_smoothed else frozenset(),
        )
        if wanted == self._wanted:
            return
        if (wanted.source, wanted.metric) != (self._wanted.source, self._wanted.metric):
            self._laid.clear()
            self._plot.follow()
        self._wanted = wanted
        self.curves_wanted.emit(wanted)
        self._show_visible(at_visibility=False)

    def _smoothable(self) -> frozenset[Path]:
        """Those seen as lines: to smooth a density would mean to read every point of all runs."""
        seen = [name for name in self._rows if self._is_shown(name)]
        if len(seen) > MOST_LINES:
            seen = [name for name in self._legend.chosen() if name in self._rows][:MOST_LINES]
        return frozenset(self._rows[name].path for name in seen)

    @Slot()
    def _rescale(self) -> None:
        by = self._options.align
        self._laid.align, self._laid.log_places = by, self._options.log_places
        self._laid.lay_all(self._rows)
        self._plot.set_scales(
            Scales(
                log=self._options.log,
                clock=by is Align.WALL,
                whole=by is Align.STEP,
                log_places=self._options.log_places,
            )
        )
        self._show_visible(at_visibility=False)

    @Slot()
    def _regroup(self) -> None:
        self._model.show_only(frozenset())
        self._fill_legend()
        self._show_visible()

    @Slot()
    def _show_visible(self, *, at_visibility: bool = True) -> None:
        """Gives the plot what is to be seen."""
        if at_visibility:
            self._want()
        visible = [curve for name, curve in self._laid.curves.items() if self._is_shown(name)]
        self._plot.set_curves(visible, self._legend.chosen())
        self._groups = tuple(
            self._laid.group(key, members, self._plot.extent(), self._options.spread)
            for key, members in self._shown_groups()
        )
        self._plot.set_groups(self._groups)
        self._show_values()
        self._show_note()

    def _is_shown(self, name: str) -> bool:
        if not self._options.group:
            return self._model.is_shown(name)
        row = self._rows[name]
        return any(self._model.is_shown(key) and row in rows for key, rows in self._grouped().items())

    # --- groups

    def _grouped(self) -> dict[str, tuple[RunRow, ...]]:
        option = self._options.group
        found = group_rows(tuple(self._rows.values()), option) if option else {}
        return {f"{option.rpartition('.')[2]} = {words}": rows for words, rows in found.items()}

    def _shown_groups(self) -> list[tuple[str, list[OverlayCurve]]]:
        found = []
        for key, rows in self._grouped().items():
            members = [self._laid.curves[row.name] for row in rows if row.name in self._laid.curves]
            members = [curve for curve in members if len(curve.main.x)]
            if members and self._model.is_shown(key):
                found.append((key, members))
        return found

    # --- beside the plot

    def _fill_legend(self) -> None:
        if self._options.group:
            grouped = self._grouped().items()
            found = [(key, f"{key.partition(' = ')[2]}  ({len(rows)})") for key, rows in grouped]
        else:
            found = list(zip(self._rows, self._labels, strict=True))
        cues = self._cues.assign(tuple(key for key, _ in found))
        self._model.set_lines([LegendLine(key, label, cues[key]) for key, label in found])

    def _show_values(self) -> None:
        """The newest values, or those at the place that is pointed at."""
        place = self._place
        if self._groups:
            at = {group.key: group for group in self._groups}
            values = {key: mean_at(group, place) for key, group in at.items()}
        elif place is None:
            values = {name: read.raw.last for name, read in self._laid.read.items()}
        else:
            values = {name: curve.nearest(place)[1] for name, curve in self._laid.curves.items()}
        self._model.set_values(values)

    def _show_note(self) -> None:
        missing = len(self._laid.read) - len(self._laid.curves)
        words = []
        if self._plot.is_dense:
            words.append(
                self.tr("{} curves as a density: choose runs in the list to see them above it.").format(
                    len(self._laid.curves)
                )
            )
            if self._options.smoothing.kind is not Smoother.NONE:
                words.append(self.tr("Only chosen runs are smoothed."))
        if missing:
            words.append(self.tr("{} runs do not tell where they lie on this axis.").format(missing))
        self._note.setText("  ".join(words))
        self._note.setVisible(bool(words))

    @Slot()
    def _choose(self) -> None:
        self._want()
        self._show_visible(at_visibility=False)
        keys = self._legend.chosen()
        if self._options.group:
            grouped = self._grouped()
            keys = frozenset(row.name for key in keys if key in grouped for row in grouped[key])
        self._pick.choose(keys)

    @Slot()
    def _show_pick(self) -> None:
        """Runs that were chosen in another view are so here, too; groups are chosen by hand only."""
        if not self._options.group and self._legend.chosen() != self._pick.names:
            self._legend.choose(self._pick.names)
            self._want()
            self._show_visible(at_visibility=False)

    @Slot(object)
    def _point(self, place: float | None) -> None:
        self._place = place
        self._show_values()

    @Slot()
    def _settle(self) -> None:
        """Asks for a closer look at what is seen too coarsely."""
        if self._plot.is_dense:
            return
        view, columns = self._plot.view, self._plot.num_columns()
        windows = self._laid.coarse(view, columns, [name for name in self._rows if self._is_shown(name)])
        if windows:
            by = self._options.align.column
            self.detail_wanted.emit(DetailWanted(self._wanted, by, tuple(windows), round(columns * 2)))
