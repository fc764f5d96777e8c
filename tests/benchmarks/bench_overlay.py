"""How long many long runs take to be read and laid over each other, against pyqtgraph.

    python -m tests.benchmarks.bench_overlay [--runs 100 1000] [--points 1000000] [--peer-runs 100]

Offscreen, 1200×700, *warm*: the files have been read before. *Open* reads one run: Paraloom its sketch, the
peer its points. *Move* changes the view of all runs and paints them, as lines or, beyond 64, as a density.
pyqtgraph has all that makes it fast, but at most so many curves, as each costs it 16 MB. Sixteen series are
written; all folders have pyramids of their own and hard links to the points of one of these.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtWidgets import QApplication

from engine.record.series import SeriesWriter, read_points
from engine.record.series_files import level_file
from engine.record.sketch import SketchReader
from gui.colours import DEVICE_COLOURS
from gui.plots.overlay import OverlayCurve, Stretches
from gui.plots.overlay_plot import OverlayPlot
from gui.theme import ThemeKeeper
from tests.benchmarks.bench_plots import PaintCount
from tests.benchmarks.table import format_table, race

_SIZE = (1200, 700)
_NUM_OWN = 16


def write_runs(folder: Path, num_runs: int, num_points: int) -> list[Path]:
    """The series of so many runs, every other one with steps that no other has."""
    chance, found = np.random.default_rng(0), []
    for number in range(num_runs):
        path = folder / f"run-{number:04}" / "loss.f64"
        found.append(path)
        if number < _NUM_OWN:
            path.parent.parent.mkdir(exist_ok=True)
            steps = np.arange(num_points)
            steps = np.cumsum(chance.integers(1, 4, num_points)) if number % 2 else steps
            falling = 3 * np.exp(-np.linspace(0, 5, num_points)) + 0.05 * number
            writer = SeriesWriter(path)
            writer.append_many(steps, 1e9 + steps / 50, falling + 0.2 * chance.normal(size=num_points))
            writer.close()
            continue
        path.parent.mkdir()
        own = found[number % _NUM_OWN]
        path.hardlink_to(own)
        for level in (1, 2):
            if level_file(own, level).exists():
                shutil.copy(level_file(own, level), level_file(path, level))
    return found


class OwnOverlay:
    """Paraloom's."""

    def __init__(self, keeper: ThemeKeeper, paths: list[Path]) -> None:
        self.plot = OverlayPlot(keeper, "Curves")
        self.plot.resize(*_SIZE)
        self._paints = PaintCount(self.plot.area)
        shared: dict[int, np.ndarray] = {}
        curves = []
        for number, path in enumerate(paths):
            sketch = read_sketch(path).sketch
            steps = shared.setdefault(number % _NUM_OWN if number % 2 else 0, sketch.steps)
            stretches = Stretches(steps, sketch.low, sketch.high, are_points=False)
            colour = DEVICE_COLOURS[number % len(DEVICE_COLOURS)]
            curves.append(OverlayCurve(str(number), colour, False, stretches))
        self.plot.set_curves(curves)

    def look(self, low: float, high: float) -> None:
        """See another part."""
        self.plot.look(low, high)
        self.plot.draw_now()
        _paint(self._paints)


class PeerOverlay:
    """pyqtgraph's: peaks only, nothing outside the view, no search for gaps."""

    def __init__(self, paths: list[Path]) -> None:
        import pyqtgraph

        self.plot: Any = pyqtgraph.PlotWidget()
        own = [read_points(path) for path in paths[:_NUM_OWN]]
        for number in range(len(paths)):
            curve = self.plot.plot(pen=DEVICE_COLOURS[number % len(DEVICE_COLOURS)], skipFiniteCheck=True)
            curve.setDownsampling(auto=True, method="peak")
            curve.setClipToView(True)
            points = own[number % len(own)]
            curve.setData(points["step"].astype(float), points["value"].copy())
        self.plot.resize(*_SIZE)
        self._paints = PaintCount(self.plot.viewport())

    def look(self, low: float, high: float) -> None:
        """See another part."""
        self.plot.setXRange(low, high, padding=0)
        _paint(self._paints)


def read_sketch(path: Path) -> SketchReader:
    """A run that is opened anew."""
    reader = SketchReader(path)
    reader.poll()
    return reader


def _paint(paints: PaintCount) -> None:
    before = paints.count
    while paints.count == before:
        QApplication.processEvents()


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


class _Mover:
    """A little farther each time."""

    def __init__(self, plot: OwnOverlay | PeerOverlay, num_points: int) -> None:
        self._plot, self._num_points, self._moves = plot, num_points, 0

    def __call__(self) -> float:
        self._moves += 1
        self._plot.plot.show()  # alone: what another one has still to paint would be counted here
        QApplication.processEvents()
        begin = self._moves * self._num_points / 200
        taken = _milliseconds(partial(self._plot.look, begin, begin + 0.9 * self._num_points))
        self._plot.plot.hide()
        return taken


def _race(keeper: ThemeKeeper, paths: list[Path], options: argparse.Namespace) -> None:
    own = OwnOverlay(keeper, paths)
    peer_paths = paths[: options.peer_runs]
    movers = {
        f"pyqtgraph, {len(peer_paths)} runs": _Mover(PeerOverlay(peer_paths), options.points),
        f"Paraloom, {len(paths)} runs": _Mover(own, options.points),
    }
    results = race(movers, rounds=options.rounds)
    print(format_table(f"Move: {len(paths)} runs of {options.points:,} points", "ms", results))
    print("  asked for: at most 100 ms", flush=True)


def main() -> None:
    """Race and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--peer-runs", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(["bench_overlay", "-style", "Fusion"])
    keeper = ThemeKeeper(application, first="dark")
    with tempfile.TemporaryDirectory() as folder:
        paths = write_runs(Path(folder), max(options.runs), options.points)
        results = race(
            {
                "NumPy, all points": lambda: _milliseconds(partial(read_points, paths[0])),
                "Paraloom, sketch": lambda: _milliseconds(partial(read_sketch, paths[0])),
            },
            rounds=options.rounds,
        )
        print(format_table(f"Open a run of {options.points:,} points", "ms", results), flush=True)
        for number in sorted(options.runs):
            _race(keeper, paths[:number], options)


if __name__ == "__main__":
    main()
