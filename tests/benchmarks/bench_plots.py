"""How long a frame of a plot of many long curves takes, against pyqtgraph with all that makes it fast.

    python -m tests.benchmarks.bench_plots [--curves 32] [--points 1000000] [--rounds 3] [--frames 20] [--cpu]

From the change to the end of the paint, offscreen, 1200×700. *Live* adds a point to each curve, all of it in
view; *pan* and *zoom* move what is seen. Once with steps that all curves have in common, once with steps of
their own. With --cpu the time of the processor counts, on a machine that has other work to do, too.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from gui.colours import DEVICE_COLOURS
from gui.plots.curve_plot import CurvePlot
from gui.plots.series_buffer import SeriesBuffer
from gui.plots.shared_axis import SharedAxis
from gui.theme import ThemeKeeper
from tests.benchmarks.bench_smoothness import percentile
from tests.benchmarks.table import Result, format_table, race

_SIZE = (1200, 700)
_SHARE = 0.9
"""Of all points, that is seen while panning."""
_ZOOM = 0.85
_MOST_ADDED = 10_000

Points = Sequence[tuple[np.ndarray, np.ndarray]]


class PaintCount(QObject):
    """Counts a widget's paints."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """One more."""
        self.count += event.type() is QEvent.Type.Paint
        return False


class OwnPlot:
    """Paraloom's."""

    def __init__(self, keeper: ThemeKeeper, curves: Points) -> None:
        self._axis = SharedAxis()
        self.plot = CurvePlot(keeper, "Curves", self._axis)
        self._points = []
        for number, (steps, values) in enumerate(curves):
            points = SeriesBuffer()
            points.append(steps, steps + 1e9, values)
            colour = DEVICE_COLOURS[number % len(DEVICE_COLOURS)]
            self.plot.add_curve(str(number), str(number), colour, points)
            self._points.append(points)
        self.plot.resize(*_SIZE)
        self.plot.show()
        self._paints = PaintCount(self.plot.area)

    def add(self, values: np.ndarray) -> None:
        """A point more of each curve."""
        for points, value in zip(self._points, values, strict=True):
            step = points.steps[-1:].astype(np.int64) + 1
            points.append(step, step + 1e9, value[np.newaxis])
        self._axis.follow()
        self._paint()

    def look(self, low: float, high: float) -> None:
        """See another part."""
        self._axis.show(low, high)
        self._paint()

    def _paint(self) -> None:
        self._axis.draw_now()
        before = self._paints.count
        while self._paints.count == before:
            QApplication.processEvents()


class PeerPlot:
    """pyqtgraph's: peaks only, nothing outside the view, no search for gaps."""

    def __init__(self, curves: Points) -> None:
        import pyqtgraph

        self.plot: Any = pyqtgraph.PlotWidget()
        room = np.zeros(_MOST_ADDED)
        self._data = [(np.append(steps, room), np.append(values, room)) for steps, values in curves]
        self._count = len(curves[0][0])
        self._curves = []
        for number, (steps, values) in enumerate(curves):
            curve = self.plot.plot(pen=DEVICE_COLOURS[number % len(DEVICE_COLOURS)], skipFiniteCheck=True)
            curve.setDownsampling(auto=True, method="peak")
            curve.setClipToView(True)
            curve.setData(steps, values)
            self._curves.append(curve)
        self.plot.resize(*_SIZE)
        self.plot.show()
        self._paints = PaintCount(self.plot.viewport())

    def add(self, values: np.ndarray) -> None:
        """A point more of each curve."""
        self._count += 1
        count = self._count
        for curve, (xs, ys), value in zip(self._curves, self._data, values, strict=True):
            xs[count - 1], ys[count - 1] = xs[count - 2] + 1, value
            curve.setData(xs[:count], ys[:count])
        self.plot.setXRange(self._data[0][0][0], self._data[0][0][count - 1], padding=0.01)
        self._paint()

    def look(self, low: float, high: float) -> None:
        """See another part."""
        self.plot.setXRange(low, high, padding=0)
        self._paint()

    def _paint(self) -> None:
        before = self._paints.count
        while self._paints.count == before:
            QApplication.processEvents()


Plot = OwnPlot | PeerPlot


def _curves(num_curves: int, num_points: int, *, common: bool) -> Points:
    """Falling curves with noise on them, each a bit above the other."""
    chance = np.random.default_rng(0)
    found = []
    for number in range(num_curves):
        steps = np.arange(num_points) if common else np.cumsum(chance.integers(1, 4, num_points))
        falling = 3 * np.exp(-np.linspace(0, 5, num_points)) + 0.15 * number
        found.append((steps, falling + 0.3 * chance.normal(size=num_points)))
    return found


def _changes(
    plot: OwnPlot | PeerPlot, kind: str, curves: Points, frames: int
) -> Iterator[Callable[[], None]]:
    """What is asked for each frame."""
    end = float(curves[0][0][-1])
    for number in range(frames):
        if kind == "live":
            yield partial(plot.add, np.full(len(curves), 0.3))
        elif kind == "pan":
            begin = (1 - _SHARE) * end * number / frames
            yield partial(plot.look, begin, begin + _SHARE * end)
        else:
            half = end / 2 * _ZOOM**number
            yield partial(plot.look, end / 2 - half, end / 2 + half)


def _milliseconds(
    plot: OwnPlot | PeerPlot,
    kind: str,
    curves: Points,
    frames: int,
    clock: Callable[[], float],
    all_: list[float],
) -> float:
    """Of the middle frame; all of them are put on a list."""
    taken = []
    for change in _changes(plot, kind, curves, frames):
        began = clock()
        change()
        taken.append(1000 * (clock() - began))
    all_ += taken[1:]
    return percentile(taken[1:], 50)


def _race(keeper: ThemeKeeper, options: argparse.Namespace, *, common: bool) -> None:
    curves = _curves(options.curves, options.points, common=common)
    plots: Mapping[str, Plot] = {
        "pyqtgraph": PeerPlot(curves),
        "Paraloom": OwnPlot(keeper, curves),
    }
    clock = time.process_time if options.cpu else time.perf_counter
    words = "common steps" if common else "steps of their own"
    for kind, asked in (("live", 14.0), ("pan", 16.7), ("zoom", 16.7)):
        frames: dict[str, list[float]] = {name: [] for name in plots}
        results: tuple[Result, ...] = race(
            {
                name: partial(_milliseconds, plot, kind, curves, options.frames, clock, frames[name])
                for name, plot in plots.items()
            },
            rounds=options.rounds,
        )
        title = f"{kind}: {options.curves} curves of {options.points:,} points, {words}"
        print(format_table(title, "ms a frame", results))
        per_round = (
            options.frames - 1
        )  # the round to warm up does not count, nor does the first frame of each
        late = {name: percentile(taken[per_round:], 95) for name, taken in frames.items()}
        print("  p95: " + ", ".join(f"{name} {each:.1f} ms" for name, each in late.items()))
        print(f"  asked for: at most {asked} ms ({'median' if kind == 'live' else 'p95'})", flush=True)


def main() -> None:
    """Race and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--curves", type=int, default=32)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--frames", type=int, default=20)
    parser.add_argument("--cpu", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(["bench_plots", "-style", "Fusion"])
    keeper = ThemeKeeper(application, first="dark")
    print("Time of the processor" if options.cpu else "Time", f"on {os.cpu_count()} cores, offscreen")
    for common in (True, False):
        _race(keeper, options, common=common)


if __name__ == "__main__":
    main()
