"""Energy of a run's measured steps, from series as its launcher would leave them."""

from pathlib import Path

import numpy as np
import pytest

from engine.devices.rapl import CPU_PACKAGE, Rapl
from engine.lab.study import energy as energy_module
from engine.lab.study.energy import read_energy
from engine.plan.records import Plan
from engine.planning import plan_run
from engine.record.folder import RunFolder, create_run
from engine.record.series import SeriesWriter
from engine.spec import DdpSpec, DevicesSpec, RunSpec
from tests.engine.plan.machines import machine


def a_run(runs_dir: Path, kind: str) -> tuple[RunFolder, Plan]:
    spec = RunSpec(devices=DevicesSpec(kind=kind, count=2), strategy=DdpSpec())
    plan = plan_run(spec, machine(cores=2, gpus=2)).plan
    assert isinstance(plan, Plan)
    return create_run(runs_dir, spec, plan), plan


def write(folder: RunFolder, source: str, metric: str, values: np.ndarray) -> None:
    """Five readings a second from second 100 on."""
    writer = SeriesWriter(folder.series_path(source, metric))
    writer.append_many(np.arange(len(values)), 100 + np.arange(len(values)) / 5, values)
    writer.close()


def test_that_counters_of_gpus_are_added_up_over_the_measured_time_alone(runs_dir: Path) -> None:
    folder, plan = a_run(runs_dir, "gpu")
    seconds = np.arange(51) / 5
    for device, watts in zip(plan.devices, (100.0, 250.0), strict=True):
        joules = 7e6 + np.where(seconds < 2, 9 * watts * seconds, 9 * watts * 2 + watts * (seconds - 2))
        write(folder, device.source, "energy_joules", joules)
        write(folder, device.source, "power_watts", np.full(51, 1.0))
    found = read_energy(folder, plan, 103.0, 109.0)
    assert (found.watts, found.kind, found.reason) == (pytest.approx(350.0), "counters", "")


def test_that_power_is_sampled_where_a_gpu_has_no_counter(runs_dir: Path) -> None:
    folder, plan = a_run(runs_dir, "gpu")
    write(folder, plan.devices[0].source, "energy_joules", 100.0 * np.arange(51) / 5)
    for device in plan.devices:
        write(folder, device.source, "power_watts", np.linspace(0, 100, 51))
    found = read_energy(folder, plan, 104.0, 106.0)
    assert (found.watts, found.kind) == (pytest.approx(100.0), "power")


def test_that_a_gpu_that_tells_nothing_leaves_no_figure_but_a_sentence(runs_dir: Path) -> None:
    folder, plan = a_run(runs_dir, "gpu")
    write(folder, plan.devices[0].source, "power_watts", np.full(51, 80.0))
    found = read_energy(folder, plan, 104.0, 106.0)
    assert (found.watts, found.reason) == (None, "GPU 1 told neither its energy nor its power.")


def test_that_slices_have_the_energy_of_the_processors_or_none(
    runs_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, plan = a_run(runs_dir, "cpu")
    monkeypatch.setattr(energy_module, "Rapl", lambda: Rapl(tmp_path))
    found = read_energy(folder, plan, 104.0, 106.0)
    assert (found.watts, found.kind) == (None, "")
    assert found.reason.startswith("This machine's processors tell no energy")
    write(folder, CPU_PACKAGE, "energy_joules", 45.0 * np.arange(51) / 5)
    found = read_energy(folder, plan, 104.0, 106.0)
    assert (found.watts, found.kind) == (pytest.approx(45.0), "packages")
    assert "whole processors" in found.reason
    assert read_energy(folder, plan, 109.5, 140.0).watts is None  # hardly any of that time was seen
