"""The energy that the measured steps of a run took, from what its devices told of it; never a guess."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.devices.rapl import CPU_PACKAGE, Rapl
from engine.devices.sample import Device
from engine.plan.records import Plan
from engine.record.run_folder import RunFolder
from engine.record.series import read_points

EnergyKind = Literal["", "counters", "power", "packages"]
"""How it is known: a counter of each GPU, its power sampled, the processors' packages, or not at all."""
_LEAST_COVERED = 0.5
"""Of the measured time, between the first and the last reading of a counter in it."""
_AROUND_SECONDS = 0.3
"""A reading so little before or after counts, too: there are five a second."""


@dataclass(frozen=True, slots=True)
class Energy:
    """What all devices took together."""

    watts: float | None
    """Mean while steps were measured."""
    kind: EnergyKind
    reason: str = ""
    """A sentence: why there is no figure, or what is in it."""


def read_energy(folder: RunFolder, plan: Plan, begin: float, end: float) -> Energy:
    """The mean power of a run's devices between two unix times, s.

    Raises:
        RunFolderError: A series cannot be read.
    """
    if all(device.kind == "cpu" for device in plan.devices):
        return _of_packages(folder, begin, end)
    counted = [_counted_watts(folder, device.source, begin, end) for device in plan.devices]
    known = [watts for watts in counted if watts is not None]
    if len(known) == len(plan.devices):
        return Energy(sum(known), "counters")
    total = 0.0
    for device in plan.devices:
        watts = _sampled_watts(folder, device, begin, end)
        if watts is None:
            return Energy(None, "", f"{device.label} told neither its energy nor its power.")
        total += watts
    return Energy(total, "power")


def _of_packages(folder: RunFolder, begin: float, end: float) -> Energy:
    """Of all processors, whichever of their cores were used: a part of them has no counter."""
    watts = _counted_watts(folder, CPU_PACKAGE, begin, end)
    if watts is not None:
        return Energy(watts, "packages", "Energy is that of the whole processors: a slice has no counter.")
    return Energy(
        None, "", Rapl().problem or "The processors' energy was not told while steps were measured."
    )


def _counted_watts(folder: RunFolder, source: str, begin: float, end: float) -> float | None:
    """What a counter rose by over the time between its readings; None where these cover too little."""
    points = read_points(folder.series_path(source, "energy_joules"))
    within = points[(points["time"] >= begin - _AROUND_SECONDS) & (points["time"] <= end + _AROUND_SECONDS)]
    if len(within) < 2:
        return None
    seconds = float(within["time"][-1] - within["time"][0])
    joules = float(within["value"][-1] - within["value"][0])
    if seconds < _LEAST_COVERED * (end - begin) or seconds <= 0 or joules < 0:
        return None
    return joules / seconds


def _sampled_watts(folder: RunFolder, device: Device, begin: float, end: float) -> float | None:
    points = read_points(folder.series_path(device.source, "power_watts"))
    within = points[(points["time"] >= begin) & (points["time"] <= end)]
    return float(np.mean(within["value"])) if len(within) else None
