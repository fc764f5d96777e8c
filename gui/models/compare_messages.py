"""What passes between the engine thread and the workspace that compares runs. Arrays are read-only."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.record.series_window import Axis
from engine.record.sketch import Sketch


@dataclass(frozen=True, slots=True)
class CurvesWanted:
    """One series of several runs, followed until something else is wanted; no runs: nothing is."""

    runs: tuple[Path, ...] = ()
    source: str = "train"
    metric: str = "loss"
    smoother: str = "none"
    width: int = 1
    """Values that have a part in each smoothed one."""
    smoothed: frozenset[Path] = frozenset()
    """The runs whose values are smoothed, too: each has to be read whole."""


@dataclass(frozen=True, slots=True, eq=False)
class RunCurve:
    """One run's series as it is now."""

    path: Path
    raw: Sketch
    smooth: Sketch | None
    """None where nothing is smoothed."""


@dataclass(frozen=True, slots=True, eq=False)
class CurvesRead:
    """New or grown curves of what is wanted."""

    wanted: CurvesWanted
    curves: tuple[RunCurve, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a run's series, in steps or Unix times."""

    path: Path
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class DetailWanted:
    """Parts of curves more closely than their sketches have them."""

    curves: CurvesWanted
    by: Axis
    windows: tuple[Window, ...]
    pixels: int


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """At most two points a pixel of a part of a series."""

    window: Window
    x: NDArray[np.float64]
    """Steps or Unix times, ascending, float64 [n]."""
    y: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class DetailRead:
    """What was found of it."""

    wanted: DetailWanted
    details: tuple[Detail, ...]
