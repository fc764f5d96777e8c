"""Reads one series of many runs, and goes on reading what grows."""

from pathlib import Path
from time import monotonic

import numpy as np
from PySide6.QtCore import Signal, Slot

from engine.record.run_folder import RunFolder
from engine.record.series import read_points, read_window
from engine.record.sketch import Sketch, SketchReader, sketch_points
from gui.engine_thread.worker import Worker
from gui.models.compare_messages import CurvesRead, CurvesWanted, Detail, DetailRead, DetailWanted, RunCurve
from gui.plots.smoothers import Smoother, Smoothing, smooth

PERIOD_MS = 1000
SLICE_SECONDS = 0.03
"""Reading at one go; what was read is told then, and the window has the interpreter for a moment."""
PAUSE_MS = 5
_GROWTH = 1.01
"""A long curve is smoothed anew, which takes tens of milliseconds, when it is so much longer."""
_SHORT = 50_000


class CompareWorker(Worker):
    """Lives on a thread of its own: smoothing a million values must not delay a run that is watched."""

    curves_read = Signal(CurvesRead)
    detail_read = Signal(DetailRead)

    def __init__(self, period_ms: int = PERIOD_MS) -> None:
        """Reads nothing yet.

        Args:
            period_ms: Between two looks at what may have grown.
        """
        super().__init__()
        self._period_ms = period_ms
        self._wanted = CurvesWanted()
        self._readers: dict[Path, SketchReader] = {}
        self._smoothed: dict[Path, Sketch] = {}
        self._left: list[Path] = []
        """Runs that have still to be looked at in this round."""
        self._untold: set[Path] = set()
        """Runs of which the window knows nothing yet."""
        self._shared: dict[tuple[int, float, float], Sketch] = {}

    @Slot()
    def begin(self) -> None:
        """Reads nothing before it is asked."""
        self._timer = self.new_timer(self._read)

    @Slot(object)
    def watch(self, wanted: CurvesWanted) -> None:
        """Read these curves, and what they grow by; no others any more."""
        before, self._wanted = self._wanted, wanted
        if (before.source, before.metric) != (wanted.source, wanted.metric):
            self._readers = {}
        if (before.source, before.metric, before.smoother, before.width) != (
            wanted.source,
            wanted.metric,
            wanted.smoother,
            wanted.width,
        ):
            self._smoothed = {}
        self._readers = {path: self._reader(path) for path in wanted.runs}
        self._smoothed = {path: kept for path, kept in self._smoothed.items() if path in wanted.smoothed}
        self._left, self._untold = list(wanted.runs), set(wanted.runs)
        if wanted.runs:
            self._timer.start(0)
        else:
            self._shared = {}
            self._timer.stop()

    @Slot(object)
    def look_closely(self, wanted: DetailWanted) -> None:
        """Read parts of curves once."""
        details = []
        for window in wanted.windows:
            with self.told(window.path):
                path = self._path(window.path, wanted.curves)
                x, y = read_window(path, window.first, window.last, wanted.by, wanted.pixels)
                x.flags.writeable = y.flags.writeable = False
                details.append(Detail(window, x, y))
        self.detail_read.emit(DetailRead(wanted, tuple(details)))

    def _reader(self, path: Path) -> SketchReader:
        return self._readers.get(path) or SketchReader(self._path(path, self._wanted))

    def _path(self, run: Path, wanted: CurvesWanted) -> Path:
        return RunFolder(run).series_path(wanted.source, wanted.metric)

    @Slot()
    def _read(self) -> None:
        """One slice; the next round begins a while after the last one is over."""
        until = monotonic() + SLICE_SECONDS
        found: list[RunCurve] = []
        while self._left and (monotonic() < until or not found):
            path = self._left.pop(0)
            curve = self._look(path)
            if curve is not None:
                found.append(curve)
        if found:
            self.curves_read.emit(CurvesRead(self._wanted, tuple(found)))
        if self._left:
            self._timer.start(PAUSE_MS)
        else:
            self._left = list(self._wanted.runs)
            self._timer.start(self._period_ms)

    def _look(self, path: Path) -> RunCurve | None:
        """The curve of a run, where the window does not know it as it is."""
        reader, grew = self._readers[path], False
        with self.told(path):
            grew = reader.poll()
            if grew:
                reader.sketch = self._with_shared_steps(reader.sketch)
        if not grew and path not in self._untold:
            return None
        self._untold.discard(path)
        return RunCurve(path, reader.sketch, self._smooth(path, reader))

    def _smooth(self, path: Path, reader: SketchReader) -> Sketch | None:
        wanted = self._wanted
        if wanted.smoother == Smoother.NONE or path not in wanted.smoothed:
            return None
        kept, count = self._smoothed.get(path), reader.sketch.num_points
        if kept is None or count < kept.num_points or count > self._enough(kept):
            with self.told(path):
                points = read_points(reader.path)
                smoothing = Smoothing(Smoother(wanted.smoother), wanted.width)
                points["value"] = smooth(points["value"].astype(np.float64), smoothing)
                kept = self._smoothed[path] = sketch_points(points)
        return kept

    def _enough(self, kept: Sketch) -> float:
        return kept.num_points if kept.num_points < _SHORT else kept.num_points * _GROWTH

    def _with_shared_steps(self, sketch: Sketch) -> Sketch:
        """The same, with the very array of steps of another run that has them: it is worked on once."""
        if not len(sketch.steps):
            return sketch
        key = (len(sketch.steps), float(sketch.steps[0]), float(sketch.steps[-1]))
        other = self._shared.setdefault(key, sketch)
        if other is sketch or not np.array_equal(other.steps, sketch.steps):
            return sketch
        return Sketch(
            other.steps,
            sketch.times,
            sketch.low,
            sketch.high,
            sketch.last,
            sketch.num_points,
            sketch.stretch,
        )
