"""The runs that are compared as points over any two of their options, metrics and figures."""

from collections.abc import Sequence
from math import isfinite
from statistics import fmean

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from gui.models.compared import ComparedRuns
from gui.models.grouping import value_words
from gui.models.run_axis import RunAxis, suits_log
from gui.models.run_cues import RunCues
from gui.models.run_pick import RunPick
from gui.plots.scatter_layout import ScatterPoints
from gui.plots.scatter_plot import ScatterPlot
from gui.theme import ThemeKeeper
from gui.views.compare.beside import PlotSaver, lay_beside
from gui.views.compare.legend import Legend, LegendLine, LegendModel
from gui.views.compare.scatter_options import ScatterOptions


class ScatterPage(QWidget):
    """Works out its points when it is looked at."""

    failed = Signal(str)
    """A sentence: why a plot could not be saved."""

    def __init__(
        self, keeper: ThemeKeeper, cues: RunCues, pick: RunPick, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._cues, self._pick = cues, pick
        self._runs = ComparedRuns()
        self._laid: tuple[str, str] = ("", "")
        self._options = ScatterOptions(self)
        self._plot = ScatterPlot(keeper, self.tr("Runs as points"), self)
        self._model = LegendModel(self)
        self._legend = Legend(self._model, self)
        self._legend.setObjectName("scatter-legend")
        self._note = QLabel(self)
        self._note.setObjectName("scatter-note")
        lay_beside(self, self._options, self._plot, self._legend, self._note)
        self._saver = PlotSaver(self._plot, "scatter.png", self)
        self._saver.failed.connect(self.failed)
        self._options.axes_chosen.connect(self._lay_anew)
        self._options.changed.connect(self._draw)
        self._options.export_asked.connect(self._saver.ask)
        self._plot.picked.connect(self._choose)
        self._legend.chosen_changed.connect(self._choose_listed)
        self._model.visibility_changed.connect(self._draw)
        pick.changed.connect(self._show_pick)

    @property
    def plot(self) -> ScatterPlot:
        """The points."""
        return self._plot

    def set_runs(self, runs: ComparedRuns) -> None:
        """The runs that are compared, as they are now; a hidden page need not be told (`WhenSeen`)."""
        self._runs = runs
        self._options.offer(runs.choices)
        if self._laid != (self._options.x_name, self._options.y_name):
            self._lay_anew()
        else:
            self._draw()

    @Slot()
    def _lay_anew(self) -> None:
        """Axes that are new to the page have the scales that suit them."""
        before, self._laid = self._laid, (self._options.x_name, self._options.y_name)
        logs = [self._options.log_x, self._options.log_y]
        for place, name in enumerate(self._laid):
            if name and name != before[place]:
                logs[place] = suits_log(self._runs.axis(name, log=False))
        self._options.set_logs(x=logs[0], y=logs[1])
        self._draw()

    @Slot()
    def _draw(self) -> None:
        """Points, list and note of the axes and colours of now."""
        options = self._options
        keys = self._keys()
        cues = self._cues.assign(tuple(dict.fromkeys(keys)))
        self._fill_legend(keys)
        if not options.x_name or not options.y_name:
            hint = self.tr("These runs have no figures yet: they are here after the first steps.")
            self._plot.show_points(
                None, hint if self._runs.rows else self.tr("Choose runs in the table to compare.")
            )
            self._note.hide()
            return
        shown = [number for number, key in enumerate(keys) if self._model.is_shown(key)]
        rows, keys = [self._runs.rows[number] for number in shown], [keys[number] for number in shown]
        x = self._runs.axis(options.x_name, log=options.log_x).of(shown)
        y = self._runs.axis(options.y_name, log=options.log_y).of(shown)
        points = ScatterPoints(
            x,
            y,
            keys=tuple(row.name for row in rows),
            labels=tuple(self._runs.labels[number] for number in shown),
            colours=tuple(cues[key].colour for key in keys),
            hollow=tuple(cues[key].dashed for key in keys),
            groups=tuple(keys) if options.group else (),
        )
        hint = self.tr("No run has both {} and {}: choose other axes above.").format(
            options.x_name, options.y_name
        )
        self._plot.show_points(points, hint)
        self._show_pick()
        self._show_values(keys, y)
        self._show_note(x, y)

    def _keys(self) -> list[str]:
        """What each run is coloured by: its name, or the group that it is in."""
        option = self._options.group
        if not option:
            return [row.name for row in self._runs.rows]
        tail = self._runs.titles[option]
        return [f"{tail} = {value_words(row.options.get(option))}" for row in self._runs.rows]

    def _fill_legend(self, keys: Sequence[str]) -> None:
        if self._options.group:
            counts = {key: keys.count(key) for key in dict.fromkeys(keys)}
            found = [(key, f"{key.partition(' = ')[2]}  ({count})") for key, count in counts.items()]
        else:
            found = list(zip(keys, self._runs.labels, strict=True))
        cues = self._cues.assign(tuple(key for key, _ in found))
        self._model.set_lines([LegendLine(key, label, cues[key]) for key, label in found])

    def _show_values(self, keys: Sequence[str], y: RunAxis) -> None:
        """Beside each run what it has on the vertical axis; beside a group the mean of its runs."""
        values = 10.0**y.places if y.log else y.places
        found: dict[str, list[float]] = {}
        for key, value in zip(keys, values.tolist(), strict=True):
            if isfinite(value) and not y.names:
                found.setdefault(key, []).append(value)
        self._model.set_values({key: fmean(each) for key, each in found.items()})

    def _show_note(self, x: RunAxis, y: RunAxis) -> None:
        words = []
        for axis in (x, y):
            if axis.num_missing:
                told = (
                    self.tr("{} of {} runs have no {} above zero and are not drawn.")
                    if axis.log
                    else self.tr("{} of {} runs have no {} and are not drawn.")
                )
                words.append(told.format(axis.num_missing, len(axis.places), axis.name))
        self._note.setText("  ".join(words))
        self._note.setVisible(bool(words))

    # --- what a person chooses

    @Slot(object, bool)
    def _choose(self, names: frozenset[str], beside: bool) -> None:
        if beside:
            self._pick.add(names)
        else:
            self._pick.choose(names)

    @Slot()
    def _choose_listed(self) -> None:
        chosen = self._legend.chosen()
        named = zip(self._runs.rows, self._keys(), strict=True)
        self._pick.choose(frozenset(row.name for row, key in named if key in chosen))

    @Slot()
    def _show_pick(self) -> None:
        self._plot.choose(self._pick.names)
        if not self._options.group:
            self._legend.choose(self._pick.names)
