"""The plots of a script: one for each thing that it tells of, whatever it is called."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from gui.models.messages import SeriesChunk
from gui.theme import DEVICE_COLOURS, ThemeKeeper
from gui.views.run.plot_forms import PlotForm, training_forms
from gui.views.run.plots_page import CARD_MARGINS, PlotsPage
from gui.widgets.scrolled import scrolled

_COLUMNS = 2
_LEAST = 110
_FIRST = 200
"""Height of the first card, in pixels."""
_COLOURS = {"train": 0, "eval": 6, "val": 6, "test": 2, "dev": 3}
"""Colours that sources have in every plot of every run; others get the next one that is free."""
_OTHERS = (4, 1, 5, 7, 3, 2)


class ScriptPlots(PlotsPage):
    """Curves of one name share a plot; what looks like a loss comes first and is wide."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        self._order: list[str] = []
        self._colours: dict[str, str] = {}
        super().__init__(keeper, parent, training={})

    def _lay_out_plots(self, layout: QVBoxLayout) -> None:
        inner = QWidget(self)
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)
        self._hint = QLabel(
            self.tr(
                "No curves yet. They are read from the TensorBoard files that the script writes, "
                "or come from paraloom.log(step, loss=…)."
            ),
            inner,
        )
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._grid.addWidget(self._hint, 0, 0, 1, _COLUMNS)
        area = scrolled(inner, self)
        area.setObjectName("script-plots")
        layout.addWidget(area, 8)
        layout.addWidget(self._card(*self._devices), 3)

    def add(self, chunk: SeriesChunk) -> None:
        """New points; a series that was not there before gets a curve, and a plot where its name is new."""
        key = f"{chunk.source}/{chunk.metric}"
        if chunk.source not in self._sources and key not in self._curves.get(chunk.metric, {}):
            self._open(chunk.source, chunk.metric, key)
        super().add(chunk)

    def _open(self, source: str, metric: str, key: str) -> None:
        if metric not in self._curves:
            known = training_forms().get(metric)
            title = known.title if known else metric.replace("_", " ")
            self._training[metric] = PlotForm(title, _LEAST)
            self._forms[metric] = self._training[metric]
            self._curves[metric] = {}
            self._card(metric)
            self._order.append(metric)
            self._arrange()
            if self.isVisible():
                self._builder.start()
        self._announce(metric, key, source, self._colour(source))

    def _smoothed(self) -> tuple[str, ...]:
        return tuple(self._order)

    def _colour(self, source: str) -> str:
        if source not in self._colours:
            number = len(self._colours.keys() - _COLOURS.keys())
            index = _COLOURS.get(source, _OTHERS[number % len(_OTHERS)])
            self._colours[source] = DEVICE_COLOURS[index]
        return self._colours[source]

    def _arrange(self) -> None:
        """The cards in order; one that is there already only moves."""
        self._hint.hide()
        for place, metric in enumerate(in_order(self._order)):
            row, column = divmod(place + 1, _COLUMNS)
            self._cards[metric].setMinimumHeight(_LEAST + CARD_MARGINS if place else _FIRST)
            if place:
                self._grid.addWidget(self._cards[metric], row, column)
            else:
                self._grid.addWidget(self._cards[metric], 0, 0, 1, _COLUMNS)
            self._grid.setRowStretch(row, 1)
        self._grid.setRowStretch(0, 2)


def in_order(metrics: Iterable[str]) -> list[str]:
    """Losses first, `loss` itself before all; the rest as they came."""
    return sorted(metrics, key=lambda metric: (metric != "loss", "loss" not in metric))
