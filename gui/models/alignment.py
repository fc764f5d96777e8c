"""What lies along a plot of several runs, and where a run's points lie on it. Free of Qt."""

from dataclasses import dataclass
from enum import StrEnum

from engine.record.series_window import Axis
from engine.record.sketch import Floats, Sketch
from gui.models.messages import RunRow

_BATCH = "plan.batch.global_batch_size"


class Align(StrEnum):
    """By what runs are laid over each other."""

    STEP = "step"
    EPOCH = "epoch"
    RELATIVE = "relative"
    """Seconds since the run's first point."""
    WALL = "wall"
    """Unix time, s."""
    SAMPLES = "samples"
    """Samples that training has seen."""

    @property
    def column(self) -> Axis:
        """What of a point decides where it lies."""
        return "time" if self in (Align.RELATIVE, Align.WALL) else "step"


@dataclass(frozen=True, slots=True)
class Scale:
    """A place is (step or time − zero) × unit."""

    zero: float = 0.0
    unit: float = 1.0

    def places(self, column: Floats) -> Floats:
        """Where steps or times lie, float64 [n]."""
        return column if (self.zero, self.unit) == (0.0, 1.0) else (column - self.zero) * self.unit

    def column_at(self, place: float) -> float:
        """The step or time at a place."""
        return place / self.unit + self.zero


def scale_of(row: RunRow, sketch: Sketch, align: Align) -> Scale | None:
    """How a run is laid along the axis; None where the run does not tell what that needs.

    Args:
        row: The run.
        sketch: Its curve.
        align: What lies along the plot.
    """
    match align:
        case Align.RELATIVE:
            return Scale(zero=float(sketch.times[0])) if len(sketch.times) else None
        case Align.EPOCH:
            steps = steps_per_epoch(row)
            return Scale(unit=1 / steps) if steps else None
        case Align.SAMPLES:
            batch = row.options.get(_BATCH)
            return Scale(unit=float(batch)) if isinstance(batch, int | float) and batch > 0 else None
        case _:
            return Scale()


def steps_per_epoch(row: RunRow) -> int | None:
    """Steps in one pass over the data; None where the plan does not say."""
    full = row.options.get("plan.batch.full_steps_per_epoch")
    if not isinstance(full, int):
        return None
    return full + bool(row.options.get("plan.batch.last_batch_samples")) or None


def column_of(sketch: Sketch, align: Align) -> Floats:
    """The steps or the times of a curve, float64 [n]."""
    return sketch.times if align.column == "time" else sketch.steps
