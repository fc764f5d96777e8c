"""What every device did since the window opened."""

from collections.abc import Callable
from itertools import count

import numpy as np
from PySide6.QtCore import QObject, Slot

from engine.devices.sample import DeviceSample
from gui.models.messages import DevicesSampled
from gui.plots.series_buffer import SeriesBuffer

GIB = 2**30
KEPT_SECONDS = 86_400.0
_GRAIN = ((600.0, 5.0), (3600.0, 60.0))
"""Readings older than so many seconds are thinned to the extremes of blocks of so many seconds: less than a
pixel of a plot that shows an hour, or a day. So 5,500 points of a curve are kept, not 172,800."""
METRICS: dict[str, Callable[[DeviceSample], float | None]] = {
    "busy": lambda sample: sample.utilisation_percent,
    "memory": lambda sample: in_gib(sample.memory_used_bytes),
    "power": lambda sample: sample.power_watts,
    "temperature": lambda sample: sample.temperature_celsius,
}
"""What is kept of a reading: %, GiB, W, °C."""


class DeviceHistory(QObject):
    """Gathers from the first sample on, whether anybody looks or not; a day in bounded memory."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._points: dict[tuple[str, str], SeriesBuffer] = {}
        self._turns = count()

    def points(self, device_id: str, metric: str) -> SeriesBuffer:
        """The readings of a device, growing; empty where there was none yet.

        Args:
            device_id: Which device.
            metric: A key of METRICS.
        """
        return self._points.setdefault((device_id, metric), SeriesBuffer())

    @Slot(object)
    def add_samples(self, sampled: DevicesSampled) -> None:
        """One reading of every device."""
        for sample in sampled.samples:
            for metric, value_of in METRICS.items():
                self._add(sample, metric, value_of(sample))
        newest = max((sample.time for sample in sampled.samples), default=0.0)
        self._thin_next(newest)

    def _add(self, sample: DeviceSample, metric: str, value: float | None) -> None:
        """A gap where it is not reported now; nothing where it never was."""
        if value is None and not len(self._points.get((sample.device_id, metric), ())):
            return
        self.points(sample.device_id, metric).append(
            np.zeros(1, np.int64),
            np.array([sample.time]),
            np.array([np.nan if value is None else value]),
        )

    def _thin_next(self, now: float) -> None:
        """One curve after the other, so that it never takes long."""
        if not self._points:
            return
        curves = list(self._points.values())
        curve = curves[next(self._turns) % len(curves)]
        for age, block in _GRAIN:
            curve.thin_before(now - age, block)
        curve.drop_before(now - KEPT_SECONDS)


def in_gib(size: int | None) -> float | None:
    """Bytes in GiB."""
    return None if size is None else size / GIB
