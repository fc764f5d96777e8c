"""What was read of runs, laid along a plot, alone and in groups."""

import numpy as np

from engine.record.sketch import Floats, Sketch
from gui.models.alignment import Align, Scale, column_of, scale_of
from gui.models.compare_messages import Detail, RunCurve, Window
from gui.models.grouping import Spread, mean_and_band, on_grid, shared_grid
from gui.models.messages import RunRow
from gui.models.run_cues import RunCues
from gui.plots.frame import Extent
from gui.plots.overlay import Close, OverlayCurve, Stretches
from gui.plots.overlay_plot import GroupLine

_BESIDE = 0.5


class LaidCurves:
    """Keeps curves as they came, and as they lie on the axis of now."""

    def __init__(self, cues: RunCues) -> None:
        self._cues = cues
        self.align, self.log_places = Align.STEP, False
        self.read: dict[str, RunCurve] = {}
        self.scales: dict[str, Scale] = {}
        self.curves: dict[str, OverlayCurve] = {}
        """Those that lie on the axis, by the run's name."""

    def clear(self) -> None:
        """Forget all."""
        self.read, self.curves, self.scales = {}, {}, {}

    def take(self, curve: RunCurve, row: RunRow) -> None:
        """A curve came, or grew."""
        self.read[row.name] = curve
        self._lay(row)

    def lay_all(self, rows: dict[str, RunRow]) -> None:
        """The axis is another one."""
        self.curves = {}
        for name in self.read:
            self._lay(rows[name])

    def take_detail(self, detail: Detail) -> None:
        """A part of a curve came more closely."""
        name = detail.window.path.name
        curve, scale = self.curves.get(name), self.scales.get(name)
        if curve is None or scale is None:
            return
        part = self._stretches(scale, detail.x, detail.y, detail.y, are_points=True)
        low, high = self._places(scale, np.array([detail.window.first, detail.window.last])).tolist()
        curve.close = Close((low, high), part)

    def coarse(self, view: Extent, num_columns: int, names: list[str]) -> list[Window]:
        """What of these runs is to be looked at more closely in a view, with half a view on each side."""
        beside = _BESIDE * (view[1] - view[0])
        edges = (view[0] - beside, view[1] + beside)
        if self.log_places:
            edges = (10.0 ** edges[0], 10.0 ** edges[1])
        found = []
        for name in names:
            curve = self.curves.get(name)
            if curve is not None and curve.is_coarse(view, num_columns):
                low, high = (self.scales[name].column_at(edge) for edge in edges)
                found.append(Window(self.read[name].path, low, high))
        return found

    def group(self, key: str, members: list[OverlayCurve], view: Extent, spread: Spread) -> GroupLine:
        """The mean of some runs and the band around it."""
        cue = self._cues.assign((key,))[key]
        grid = shared_grid(
            [(float(curve.main.x[0]), float(curve.main.x[-1])) for curve in members], view, log=False
        )
        curves = np.stack([on_grid(grid, curve.main.x, curve.main.middle()) for curve in members])
        found = mean_and_band(grid, curves, spread)
        return GroupLine(key, cue.colour, cue.dashed, grid, found.mean, found.low, found.high)

    def _lay(self, row: RunRow) -> None:
        """Lays a run along the plot; where it does not tell what that needs, it is left out."""
        read = self.read[row.name]
        scale, kept = scale_of(row, read.raw, self.align), self.curves.pop(row.name, None)
        if scale is None:
            return
        self.scales[row.name] = scale
        cue = self._cues.assign((row.name,))[row.name]
        raw = self._of_sketch(scale, read.raw)
        smooth = None if read.smooth is None else self._of_sketch(scale, read.smooth)
        close = None if kept is None else kept.close
        self.curves[row.name] = OverlayCurve(row.name, cue.colour, cue.dashed, raw, smooth, close)

    def _of_sketch(self, scale: Scale, sketch: Sketch) -> Stretches:
        column = column_of(sketch, self.align)
        return self._stretches(scale, column, sketch.low, sketch.high, are_points=sketch.stretch == 1)

    def _stretches(
        self, scale: Scale, column: Floats, low: np.ndarray, high: np.ndarray, *, are_points: bool
    ) -> Stretches:
        if self.log_places:
            there = scale.places(column) > 0
            column, low, high = column[there], low[there], high[there]
        return Stretches(self._places(scale, column), low, high, are_points)

    def _places(self, scale: Scale, column: Floats) -> Floats:
        places = scale.places(column)
        if self.log_places:
            return np.asarray(np.log10(np.maximum(places, np.finfo(float).tiny)))
        return places


def mean_at(group: GroupLine, place: float | None) -> float:
    """The mean of a group at a place, or the last there is."""
    there = np.isfinite(group.mean)
    if not there.any():
        return float("nan")
    places, mean = group.places[there], group.mean[there]
    if place is None:
        return float(mean[-1])
    return float(np.interp(place, places, mean, left=np.nan, right=np.nan))
