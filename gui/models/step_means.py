"""The mean of a rank's last steps, phase by phase. Qt-free."""

import numpy as np
from numpy.typing import NDArray

from gui.models.messages import SeriesChunk

PHASES = ("data", "forward", "backward", "communication", "optimizer", "rest")
_RECENT_STEPS = 50


class StepMeans:
    """Takes the points of ranks, keeps the newest of each."""

    def __init__(self) -> None:
        self._recent: dict[tuple[int, str], NDArray[np.float64]] = {}

    def take(self, chunk: SeriesChunk) -> None:
        """New points; those of no rank's phase are passed over."""
        phase = chunk.metric.removesuffix("_seconds")
        if not chunk.source.startswith("rank-") or phase not in (*PHASES, "step"):
            return
        key = (int(chunk.source.removeprefix("rank-")), phase)
        before = self._recent.get(key, np.empty(0))
        self._recent[key] = np.concatenate([before, chunk.values[-_RECENT_STEPS:]])[-_RECENT_STEPS:]

    def clear(self) -> None:
        """Forget all."""
        self._recent.clear()

    @property
    def ranks(self) -> tuple[int, ...]:
        """Those that told something."""
        return tuple(sorted({rank for rank, _ in self._recent}))

    def phases(self, rank: int) -> dict[str, float]:
        """Seconds a step, by phase."""
        return {phase: self._mean(rank, phase) or 0.0 for phase in PHASES}

    def step_seconds(self) -> float | None:
        """Seconds a step takes the slowest rank; None where none told."""
        found = [mean for rank in self.ranks if (mean := self._mean(rank, "step")) is not None]
        return max(found, default=None)

    def _mean(self, rank: int, phase: str) -> float | None:
        values = self._recent.get((rank, phase))
        return None if values is None or not len(values) else float(values.mean())
