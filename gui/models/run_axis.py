"""Runs along one axis: the places of an option, a metric or a figure, as numbers or as names. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import isfinite

import numpy as np

from engine.record.query.columns import RunColumns
from engine.record.query.keys import KEYS, Row
from engine.record.sketch import Floats
from gui.models.differing import all_metrics, result_names, value_of
from gui.models.grouping import value_words
from gui.models.messages import RunRow
from gui.models.run_columns import format_duration, format_moment

RUN_FIGURES = ("duration", "rate", "step", "started")
"""Keys of the filter language that are figures of a run and no option or metric."""
_FIGURES = ("last", "min", "max")
_SUITS_LOG = 50.0
"""Values that lie so many times apart are easier to tell apart by their powers."""
_SPREAD = 0.56
"""Of the room of a name: so broadly lie the runs that have it, or they would hide each other."""
_GOLDEN = 0.618034
Answer = str | float | None


@dataclass(frozen=True, slots=True, eq=False)
class RunAxis:
    """Where each run lies."""

    name: str
    places: Floats
    """float64 [runs]: values, their logarithms to base 10, or numbers of names; NaN where there is none."""
    names: tuple[str, ...] = ()
    """What stands at 0, 1, …; empty where places are figures."""
    log: bool = False

    @property
    def num_missing(self) -> int:
        """Runs that have nothing here (or, on a logarithmic axis, nothing above zero)."""
        return int(np.isnan(self.places).sum())

    @property
    def is_clock(self) -> bool:
        """Whether places are Unix times."""
        return self.name == "started" and not self.names

    @property
    def is_whole(self) -> bool:
        """Whether it is counted: all figures are whole numbers."""
        there = self.places[np.isfinite(self.places)]
        return not self.log and bool((there == np.round(there)).all())

    def extent(self) -> tuple[float, float]:
        """First and last place; with some room around names, and around a single figure."""
        if self.names:
            return -0.5, len(self.names) - 0.5
        if self.num_missing == len(self.places):
            return 0.0, 1.0
        low, high = float(np.nanmin(self.places)), float(np.nanmax(self.places))
        beside = 0.0 if high > low else abs(low) * 0.1 or 1.0
        return low - beside, high + beside

    def spread(self) -> Floats:
        """The places, those at a name beside each other, float64 [runs]."""
        if not self.names:
            return self.places
        offsets = (np.arange(len(self.places)) * _GOLDEN) % 1.0 - 0.5
        return self.places + _SPREAD * offsets

    def of(self, numbers: Sequence[int]) -> "RunAxis":
        """The same axis, of some of the runs."""
        if len(numbers) == len(self.places):
            return self
        return replace(self, places=self.places[np.asarray(numbers, np.intp)])

    def words(self, place: float) -> str:
        """What a run has there, for people."""
        if not isfinite(place):
            return value_words(None)
        if self.names:
            return self.names[min(max(0, round(place)), len(self.names) - 1)]
        value = 10.0**place if self.log else place
        if self.name == "started":
            return format_moment(value)
        return format_duration(value) if self.name == "duration" else f"{value:.5g}"


@dataclass(frozen=True, slots=True)
class AxisChoices:
    """What runs can be laid along, the most telling first."""

    options: tuple[str, ...]
    """Those that differ; first those of which runs have different values."""
    results: tuple[str, ...]
    """What runs are judged by."""
    figures: tuple[str, ...]
    """Last, least and greatest value of every metric, then the figures of a run."""
    num_telling: int = 0
    """So many of the options have different values, and are not only there or not."""


def axis_choices(rows: Sequence[RunRow], differing: Sequence[str], telling: Sequence[str]) -> AxisChoices:
    """What runs can be laid along.

    Args:
        rows: The runs.
        differing: Their options that differ.
        telling: Those of them that have different values, the most telling first.
    """
    results = result_names(rows)
    every = (f"{which}({metric})" for metric in all_metrics(rows) for which in _FIGURES)
    of_runs = (name for name in RUN_FIGURES if rows and _is_figure(rows, name))
    others = (option for option in differing if option not in telling)
    figures = (*(name for name in every if name not in results), *of_runs)
    return AxisChoices((*telling, *others), results, figures, num_telling=len(telling))


def read_axis(columns: RunColumns, name: str, *, log: bool) -> RunAxis:
    """Lays runs along an axis: as figures where all of them have figures, else by names.

    Args:
        columns: The runs; those that were asked before are not asked again.
        name: One of `axis_choices`.
        log: By powers of ten, where they have figures.
    """
    answers = columns.column(("axis", name), partial(_answer, name, _is_figure(columns.rows, name)))
    there = [answer for answer in answers if answer is not None]
    if there and all(isinstance(answer, float) for answer in there):
        places = np.array([np.nan if answer is None else answer for answer in answers], np.float64)
        places[~np.isfinite(places)] = np.nan
        return RunAxis(name, _logarithms(places) if log else places, log=log)
    names = tuple(sorted({_words(answer) for answer in there}, key=_by_size))
    number = {words: place for place, words in enumerate(names)}
    found = [np.nan if answer is None else float(number[_words(answer)]) for answer in answers]
    return RunAxis(name, np.array(found, np.float64), names)


def suits_log(axis: RunAxis) -> bool:
    """Whether its figures are better told apart by their powers."""
    there = axis.places[np.isfinite(axis.places)]
    is_figures = not axis.names and not axis.log and not axis.is_clock and len(there) > 1
    return bool(is_figures and there.min() > 0 and there.max() >= _SUITS_LOG * there.min())


def _logarithms(values: Floats) -> Floats:
    found = np.full(len(values), np.nan)
    np.log10(values, out=found, where=values > 0)
    return found


def _is_figure(rows: Sequence[Row], name: str) -> bool:
    """Whether it is one of a run's own figures; an option of the same name is meant rather than it."""
    return name in RUN_FIGURES and all(name not in names for names in {row.options.names for row in rows})


def _answer(name: str, is_figure: bool, row: RunRow) -> Answer:
    value = KEYS[name].value(row) if is_figure else value_of(row, name)
    if value is None or value == "":
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return value_words(value)  # type: ignore[arg-type]  # none of RUN_FIGURES is several words


def _words(answer: str | float) -> str:
    return answer if isinstance(answer, str) else value_words(answer)


def _by_size(words: str) -> tuple[bool, float, str]:
    """Numbers by their size, before texts by their letters."""
    try:
        return False, float(words), words
    except ValueError:
        return True, 0.0, words
