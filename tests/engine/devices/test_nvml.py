import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from engine.devices.sample import DeviceSample
from tests.engine.devices.fake_nvml import FakeGpus

GIB = 2**30
ROOT = Path(__file__).parents[3]
UNKNOWN = {
    field.name: None for field in dataclasses.fields(DeviceSample) if field.name not in ("device_id", "time")
}


def look(machine: FakeGpus, /, *changes: str, **settings: str | int) -> dict[str, Any]:
    """What a process of its own sees through the real binding."""
    command = [sys.executable, "-m", "tests.engine.devices.probe", *changes]
    done = subprocess.run(
        command, env=machine.env(**settings), cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def figures(sample: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in sample.items() if name not in ("device_id", "time")}


def test_that_gpus_are_found_by_uuid_in_the_drivers_order(fake_gpus: FakeGpus) -> None:
    inventory = look(fake_gpus)["inventory"]
    assert inventory["gpu_problem"] == ""
    assert inventory["gpus"] == [
        {
            "id": fake_gpus.uuid(index),
            "kind": "gpu",
            "label": f"GPU {index}",
            "name": "Fake GPU of 24 GiB",
            "cores": [],
            "index": index,
            "memory_total_bytes": 24 * GIB,
        }
        for index in range(4)
    ]


def test_that_a_reading_has_every_figure_in_its_unit(fake_gpus: FakeGpus) -> None:
    first, second, third, fourth, core = look(fake_gpus)["readings"][0]
    assert second["device_id"] == fake_gpus.uuid(1)
    assert figures(second) == {
        "utilisation_percent": 20.0,
        "memory_used_bytes": 2 * GIB,  # without what the driver reserves
        "memory_total_bytes": 24 * GIB,
        "power_watts": 101.5,
        "power_limit_watts": 300.0,
        "energy_joules": 5001.25,
        "temperature_celsius": 41.0,
        "sm_clock_mhz": 1501.0,
        "memory_clock_mhz": 9001.0,
        "throttle_reasons": ["power cap"],
        "processes": [],
    }
    assert first["throttle_reasons"] == fourth["throttle_reasons"] == []  # idle is no throttling
    assert third["throttle_reasons"] == ["power cap", "thermal (hardware)"]
    assert core["device_id"].startswith("cpu:")


def test_that_one_handle_a_gpu_is_kept_and_the_library_is_let_go(fake_gpus: FakeGpus) -> None:
    seen = look(fake_gpus, "A=1", "A=2", "A=3", gpus=2)
    assert len(seen["readings"]) == 4
    assert seen["handles"] == 2
    assert seen["open_while_sampling"] == 1  # the inventory has let go of it
    assert seen["open_after_close"] == 0
    assert figures(seen["after_close"][0]) == UNKNOWN


def test_that_a_gpu_lost_while_sampled_reports_nothing_and_the_others_go_on(fake_gpus: FakeGpus) -> None:
    seen = look(fake_gpus, "FAKE_NVML_LOST=1", "FAKE_NVML_LOST=")
    before, lost, back = seen["readings"]
    assert before[1]["utilisation_percent"] == 20.0
    assert figures(lost[1]) == UNKNOWN
    assert figures(lost[2]) == figures(before[2])
    assert figures(back[1]) == figures(before[1])


def test_that_a_gpu_lost_from_the_start_is_named_and_the_others_are_found(fake_gpus: FakeGpus) -> None:
    inventory = look(fake_gpus, lost="1")["inventory"]
    assert [gpu["index"] for gpu in inventory["gpus"]] == [0, 2, 3]
    assert inventory["gpu_problem"] == "GPU 1 does not answer: GPU is lost."


def test_that_a_gpu_that_comes_back_is_asked_again(fake_gpus: FakeGpus) -> None:
    """The sampler was made while the driver could not yet give a handle."""
    code = (
        "import os\n"
        "from engine.devices.inventory import read_inventory\n"
        "from engine.devices.sampler import DeviceSampler\n"
        "gpus = read_inventory().gpus\n"
        "os.environ['FAKE_NVML_LOST'] = '0'\n"
        "sampler = DeviceSampler(gpus)\n"
        "lost = sampler.sample()[0].utilisation_percent\n"
        "os.environ['FAKE_NVML_LOST'] = ''\n"
        "print(lost, sampler.sample()[0].utilisation_percent)\n"
        "sampler.close()\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, env=fake_gpus.env(gpus=1), cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["None", "10.0"]


def test_that_what_a_gpu_cannot_tell_is_none(fake_gpus: FakeGpus) -> None:
    everything = "utilisation,memory,power,energy,temperature,clock,throttle,processes"
    seen = look(fake_gpus, gpus=1, unsupported=everything)
    assert seen["inventory"]["gpus"][0]["memory_total_bytes"] is None
    assert figures(seen["readings"][0][0]) == UNKNOWN


def test_that_a_divided_gpu_has_no_utilisation_but_all_else(fake_gpus: FakeGpus) -> None:
    reading = look(fake_gpus, mig="2")["readings"][0]
    assert reading[2]["utilisation_percent"] is None
    assert reading[2]["memory_used_bytes"] == 3 * GIB
    assert reading[3]["utilisation_percent"] == 40.0


def test_that_processes_have_owner_name_and_memory(fake_gpus: FakeGpus) -> None:
    own, missing = os.getpid(), 2**22 + 7  # above the highest pid of Linux
    process = psutil.Process(own)
    reading = look(fake_gpus, processes=f"1:{own}:{GIB},1:{missing}", drawing=f"1:{own}:{GIB},2:{missing}:5")[
        "readings"
    ][0]
    assert reading[0]["processes"] == []
    assert reading[1]["processes"] == [
        {"pid": own, "memory_used_bytes": GIB, "name": process.name(), "owner": process.username()},
        {"pid": missing, "memory_used_bytes": None, "name": None, "owner": None},
    ]
    assert reading[2]["processes"] == [{"pid": missing, "memory_used_bytes": 5, "name": None, "owner": None}]


def test_that_processes_come_and_go(fake_gpus: FakeGpus) -> None:
    own, parent = os.getpid(), os.getppid()
    changes = (f"FAKE_NVML_PROCESSES=0:{parent}:1", f"FAKE_NVML_PROCESSES=0:{own}:2", "FAKE_NVML_PROCESSES=")
    readings = look(fake_gpus, *changes, gpus=1, processes=f"0:{own}:1")["readings"]
    assert [[process["pid"] for process in reading[0]["processes"]] for reading in readings] == [
        [own],
        [parent],
        [own],
        [],
    ]


def test_that_an_older_driver_is_read_as_far_as_it_goes(old_fake_gpus: FakeGpus) -> None:
    reading = look(old_fake_gpus, gpus=1, processes=f"0:{os.getpid()}:7")["readings"][0][0]
    assert reading["memory_used_bytes"] == GIB + GIB // 2
    assert [process["pid"] for process in reading["processes"]] == [os.getpid()]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"init": 9}, "installed but not loaded"),
        ({"init": 12}, "No NVIDIA driver is installed"),
        ({"init": 18}, "restart the machine"),
        ({"init": 999}, "does not answer"),
        ({"gpus": 0}, "knows of no GPU"),
    ],
)
def test_that_no_gpu_is_a_normal_machine_that_says_why(
    fake_gpus: FakeGpus, settings: dict[str, str | int], said: str
) -> None:
    inventory = look(fake_gpus, **settings)["inventory"]
    assert inventory["gpus"] == []
    assert said in inventory["gpu_problem"]
    assert inventory["gpu_problem"].endswith(".")
    assert inventory["cores"]
