"""The runs that are compared as lines over parallel axes: options, metrics and figures."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.models.compared import ComparedRuns
from gui.models.grouping import value_words
from gui.models.run_axis import RunAxis, suits_log
from gui.models.run_cues import RunCues
from gui.models.run_pick import RunPick
from gui.plots.parallel_layout import ParallelLines
from gui.plots.parallel_plot import ParallelPlot
from gui.plots.ramp import ramp_colours
from gui.theme import ThemeKeeper
from gui.views.compare.beside import PlotSaver
from gui.views.compare.parallel_options import VALUE, ParallelOptions
from gui.widgets.card import Card

_MOST_AT_FIRST = 7
"""Options that are axes until a person chooses others: of more the titles could not be read."""


class ParallelPage(QWidget):
    """Works out its lines when it is looked at."""

    failed = Signal(str)
    """A sentence: why a plot could not be saved."""

    def __init__(
        self, keeper: ThemeKeeper, cues: RunCues, pick: RunPick, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keeper, self._cues, self._pick = keeper, cues, pick
        self._runs = ComparedRuns()
        self._shown: tuple[str, ...] = ()
        self._is_own = False
        """Whether a person chose or moved axes."""
        self._result = ""
        self._logs: dict[str, bool] = {}
        self._options = ParallelOptions(self)
        self._plot = ParallelPlot(keeper, self.tr("Runs as lines over parallel axes"), self)
        self._note = QLabel(self)
        self._note.setObjectName("parallel-note")
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        self._saver = PlotSaver(self._plot, "parallel.png", self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        card = Card("", self)
        card.body.addWidget(self._plot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._options)
        column.addWidget(card, 1)
        column.addWidget(self._note)

    def _connect(self) -> None:
        self._options.axis_toggled.connect(self._toggle)
        self._options.result_chosen.connect(self._change_result)
        self._options.colours_chosen.connect(self._draw)
        self._options.keep_asked.connect(self._choose_kept)
        self._options.clear_asked.connect(self._plot.clear_brushes)
        self._options.export_asked.connect(self._saver.ask)
        self._saver.failed.connect(self.failed)
        self._plot.picked.connect(self._choose)
        self._plot.brushed.connect(self._show_note)
        self._plot.reordered.connect(self._reorder)
        self._plot.scale_asked.connect(self._rescale)
        self._pick.changed.connect(self._show_pick)
        self._keeper.changed.connect(self._draw)

    @property
    def plot(self) -> ParallelPlot:
        """The lines."""
        return self._plot

    @property
    def shown(self) -> tuple[str, ...]:
        """Names of the axes, from the left."""
        return self._shown

    def set_runs(self, runs: ComparedRuns) -> None:
        """The runs that are compared, as they are now; a hidden page need not be told (`WhenSeen`)."""
        self._runs, choices = runs, runs.choices
        self._options.offer(choices)
        self._result = self._options.result
        there = {*choices.options, *choices.results, *choices.figures}
        kept = tuple(name for name in self._shown if name in there)
        if not self._is_own or len(kept) < 2:
            result = (self._result,) if self._result else ()
            num_options = min(choices.num_telling, _MOST_AT_FIRST)
            kept, self._is_own = (*choices.options[:num_options], *result), False
        self._shown = kept
        self._options.show_axes(choices, kept)
        self._draw()

    def _read(self, name: str) -> RunAxis:
        log = self._logs.get(name)
        if log is None:
            log = self._logs[name] = suits_log(self._runs.axis(name, log=False))
        return self._runs.axis(name, log=log)

    @Slot()
    def _draw(self) -> None:
        """Axes and lines of now."""
        if not self._runs.rows:
            self._plot.show_lines(None, self.tr("Choose runs in the table to compare."))
        elif len(self._shown) < 2:
            self._plot.show_lines(
                None,
                self.tr("There are not two axes: choose more under “Axes”. Figures come after first steps."),
            )
        else:
            axes = tuple(self._read(name) for name in self._shown)
            colours, dashed = self._colours(axes[-1])
            keys = tuple(row.name for row in self._runs.rows)
            titles = tuple(self._runs.titles.get(name, name) for name in self._shown)
            lines = ParallelLines(axes, titles, keys, self._runs.labels, colours, dashed)
            self._plot.show_lines(lines)
            self._show_pick()
        self._show_note()

    def _colours(self, last: RunAxis) -> tuple[tuple[str, ...], tuple[bool, ...]]:
        """Of each run's line, and whether it is in dashes."""
        by = self._options.colour
        if by == VALUE:
            return ramp_colours(last.places, self._keeper.theme.muted), (False,) * len(self._runs.rows)
        keys = [f"{by} = {value_words(row.options.get(by))}" if by else row.name for row in self._runs.rows]
        cues = self._cues.assign(tuple(dict.fromkeys(keys)))
        return tuple(cues[key].colour for key in keys), tuple(cues[key].dashed for key in keys)

    @Slot()
    def _show_note(self) -> None:
        """How many runs are within brushes, and how to make some."""
        is_brushed = bool(self._plot.brushes)
        self._options.allow(brushed=is_brushed)
        if is_brushed:
            told = self.tr("{} of {} runs are within the brushes.")
            self._note.setText(told.format(int(self._plot.kept().sum()), len(self._runs.rows)))
        else:
            self._note.setText(
                self.tr(
                    "Drag along an axis to restrict runs, drag a title to move its axis. L: powers of ten."
                )
            )

    # --- what a person chooses

    @Slot(str, bool)
    def _toggle(self, name: str, shown: bool) -> None:
        self._is_own = True
        if shown:
            self._shown = (*self._shown[:-1], name, *self._shown[-1:])
        else:
            self._shown = tuple(each for each in self._shown if each != name)
        self._options.show_axes(self._runs.choices, self._shown)
        self._draw()

    @Slot()
    def _change_result(self) -> None:
        """Another result takes the place of the one before."""
        before, self._result = self._result, self._options.result
        others = tuple(name for name in self._shown if name != self._result)
        replaced = tuple(self._result if name == before else name for name in others)
        self._shown = replaced if self._result in replaced else (*replaced, self._result)
        self._options.show_axes(self._runs.choices, self._shown)
        self._draw()

    @Slot(object)
    def _reorder(self, names: tuple[str, ...]) -> None:
        is_other_last = names[-1] != self._shown[-1]
        self._shown, self._is_own = names, True
        if is_other_last and self._options.colour == VALUE and not self._plot.is_moving:
            self._draw()

    @Slot(str)
    def _rescale(self, name: str) -> None:
        self._logs[name] = not self._logs.get(name, False)
        self._draw()

    @Slot(object, bool)
    def _choose(self, names: frozenset[str], beside: bool) -> None:
        if beside:
            self._pick.add(names)
        else:
            self._pick.choose(names)

    @Slot()
    def _choose_kept(self) -> None:
        kept = self._plot.kept().tolist()
        self._pick.choose(
            frozenset(row.name for row, is_kept in zip(self._runs.rows, kept, strict=True) if is_kept)
        )

    @Slot()
    def _show_pick(self) -> None:
        self._plot.choose(self._pick.names)
