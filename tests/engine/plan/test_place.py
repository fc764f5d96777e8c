"""Which devices a run gets, of those asked for and those there are."""

import pytest

from engine.devices.inventory import Inventory
from engine.errors import Problem, Severity
from engine.plan.place import is_busy, place
from engine.spec import DevicesSpec, RunSpec
from tests.engine.plan.machines import GPUS, machine, mend


def placed(inventory: Inventory, *, busy: tuple[str, ...] = (), **wanted: object) -> tuple[str, ...]:
    devices, problems = place(DevicesSpec.model_validate(wanted), inventory, busy)
    assert not problems
    return tuple(device.id for device in devices)


def refused(inventory: Inventory, **wanted: object) -> list[Problem]:
    _, problems = place(DevicesSpec.model_validate(wanted), inventory, ())
    assert problems
    return problems


def assert_mends(inventory: Inventory, *, to: tuple[str, ...], **wanted: object) -> Problem:
    """The only problem goes away with its fix, and these devices are left."""
    (problem,) = refused(inventory, **wanted)
    mended = mend(RunSpec(devices=DevicesSpec.model_validate(wanted)), problem)
    assert placed(inventory, **mended.devices.model_dump()) == to
    return problem


def test_that_slices_are_taken_from_the_first_core_on() -> None:
    assert placed(machine(cores=4), count=2) == ("cpu:0", "cpu:1")
    assert placed(machine(cores=5), count=2, cores_per_slice=2) == ("cpu:0-1", "cpu:2-3")
    assert placed(machine(cores=(1, 2, 4, 9)), count=2, cores_per_slice=2) == ("cpu:1-2", "cpu:4,9")


def test_that_slices_share_cores_only_where_asked_and_that_this_is_told() -> None:
    wanted = DevicesSpec(count=5, share_cores=True)
    devices, (problem,) = place(wanted, machine(cores=2), ())
    assert [device.id for device in devices] == ["cpu:0", "cpu:1", "cpu:0#2", "cpu:1#2", "cpu:0#3"]
    assert len({device.source for device in devices}) == 5
    assert {key for device in devices for key in device.lease_keys} == {"core-0", "core-1"}
    assert (problem.severity, problem.field) == (Severity.WARNING, "devices.share_cores")
    assert "5 slices take turns on 2 cores" in problem.sentence
    assert placed(machine(cores=4), count=3, share_cores=True) == ("cpu:0", "cpu:1", "cpu:2")
    named = DevicesSpec(use=("cpu:0#2", "cpu:0-1"), share_cores=True)
    assert [device.id for device in place(named, machine(), ())[0]] == ["cpu:0#2", "cpu:0-1"]
    (overlap,) = refused(machine(), use=("cpu:0#2", "cpu:0-1"))
    assert "share core 0" in overlap.sentence
    (none,) = refused(machine(cores=2), count=2, cores_per_slice=3, share_cores=True)
    assert "cannot be had" in none.sentence


def test_that_gpus_are_taken_in_the_order_of_the_machine() -> None:
    assert placed(machine(gpus=3), kind="gpu", count=2) == ("GPU-b", "GPU-a")


def test_that_free_devices_are_taken_before_busy_ones_and_stay_in_order() -> None:
    assert placed(machine(), count=2, busy=("core-0",)) == ("cpu:1", "cpu:2")
    assert placed(machine(), count=2, busy=("core-0", "core-2")) == ("cpu:1", "cpu:3")
    assert placed(machine(), count=3, busy=("core-0", "core-2")) == ("cpu:0", "cpu:1", "cpu:3")
    assert placed(machine(gpus=3), kind="gpu", busy=("gpu-b", "gpu-a")) == ("GPU-c",)


def test_that_a_slice_is_busy_where_one_of_its_cores_is() -> None:
    assert placed(machine(), cores_per_slice=2, busy=("core-1",)) == ("cpu:2-3",)
    slices = machine().cpu_slices(2)
    assert [is_busy(device, {"core-1"}) for device in slices] == [True, False]
    assert [is_busy(device, {"gpu-a"}) for device in GPUS] == [False, True, False]


def test_that_busy_devices_are_taken_where_no_others_are_left() -> None:
    everything = tuple(f"core-{core}" for core in range(4))
    assert placed(machine(), count=2, busy=everything) == ("cpu:0", "cpu:1")


def test_that_named_devices_come_in_the_order_of_their_names_whoever_holds_them() -> None:
    names = ("cpu:3", "cpu:0-1")
    assert placed(machine(), use=names, busy=("core-3",)) == names
    assert placed(machine(gpus=3), use=("GPU-c", "GPU-b")) == ("GPU-c", "GPU-b")


def test_that_names_come_before_kind_and_count() -> None:
    assert placed(machine(gpus=1), use=("cpu:2",), kind="gpu", count=3) == ("cpu:2",)


def test_that_too_many_slices_can_be_made_fewer() -> None:
    problem = assert_mends(machine(cores=5), count=3, cores_per_slice=2, to=("cpu:0-1", "cpu:2-3"))
    assert (problem.field, problem.mend) == ("devices.count", "Use at most 2, or smaller slices.")
    assert problem.sentence == "3 slices of 2 cores are asked for; this machine has 5 cores, enough for 2."
    assert problem.fix is not None
    assert problem.fix.label == "Use 2 slices"


def test_that_too_large_a_slice_can_be_made_as_large_as_the_machine() -> None:
    problem = assert_mends(machine(cores=3), count=2, cores_per_slice=8, to=("cpu:0-2",))
    assert problem.field == "devices.cores_per_slice"
    assert problem.sentence == "2 slices of 8 cores cannot be had; this machine has 3 cores."


def test_that_too_many_gpus_can_be_made_fewer() -> None:
    problem = assert_mends(machine(gpus=1), kind="gpu", count=2, to=("GPU-b",))
    assert problem.field == "devices.count"
    assert problem.sentence == "2 GPUs are asked for; this machine has 1."
    assert problem.fix is not None
    assert problem.fix.label == "Use 1 GPU"


def test_that_a_machine_without_gpus_says_why_and_offers_slices() -> None:
    problem = assert_mends(machine(), kind="gpu", count=2, to=("cpu:0", "cpu:1"))
    assert problem.field == "devices.kind"
    assert problem.sentence == "This machine has no GPU to use. No NVIDIA driver was found."


@pytest.mark.parametrize(
    ("name", "gpus", "sentence"),
    [
        ("cpu:7", 0, "This machine has no cpu:7; it has CPU 0–1, 4."),
        ("cpu:2", 0, "This machine has no cpu:2; it has CPU 0–1, 4."),
        ("GPU-x", 2, "This machine has no device GPU-x; its GPUs are GPU-b, GPU-a."),
        ("GPU-x", 0, "This machine has no device GPU-x. No NVIDIA driver was found."),
        ("0", 1, "This machine has no device 0; its GPUs are GPU-b."),
    ],
)
def test_that_a_device_that_is_not_there_is_named_beside_those_that_are(
    name: str, gpus: int, sentence: str
) -> None:
    inventory = machine(cores=(0, 1, 4), gpus=gpus)
    assert assert_mends(inventory, use=(name,), to=("cpu:0",)).sentence == sentence
    problem = assert_mends(inventory, use=("cpu:4", name), to=("cpu:4",))
    assert (problem.field, problem.sentence) == ("devices.use", sentence)


def test_that_every_missing_device_is_told_and_each_mend_drops_them_all() -> None:
    inventory, wanted = machine(), {"use": ("cpu:8", "cpu:1", "cpu:9", "cpu:0")}
    problems = refused(inventory, **wanted)
    assert [problem.sentence.split(";")[0] for problem in problems] == [
        "This machine has no cpu:8",
        "This machine has no cpu:9",
    ]
    for problem in problems:
        mended = mend(RunSpec(devices=DevicesSpec.model_validate(wanted)), problem)
        assert placed(inventory, **mended.devices.model_dump()) == ("cpu:1", "cpu:0")


def test_that_devices_of_which_none_is_there_make_way_for_any_slice() -> None:
    inventory, wanted = machine(), {"use": ("cpu:8", "GPU-x"), "kind": "gpu", "count": 2}
    for problem in refused(inventory, **wanted):
        mended = mend(RunSpec(devices=DevicesSpec.model_validate(wanted)), problem)
        assert placed(inventory, **mended.devices.model_dump()) == ("cpu:0",)


@pytest.mark.parametrize(
    ("use", "left"),
    [
        (("cpu:1", "cpu:0", "cpu:1"), ("cpu:1", "cpu:0")),
        (("cpu:0-1", "cpu:2", "cpu:0,1"), ("cpu:0-1", "cpu:2")),
        (("GPU-a", "GPU-a"), ("GPU-a",)),
    ],
)
def test_that_a_device_is_named_once_by_whatever_name(use: tuple[str, ...], left: tuple[str, ...]) -> None:
    problem = assert_mends(machine(gpus=3), use=use, to=left)
    assert (problem.field, problem.sentence) == ("devices.use", f"{use[-1]} is named twice.")


def test_that_slices_may_not_share_cores() -> None:
    problem = assert_mends(machine(), use=("cpu:0-2", "cpu:1-3"), to=("cpu:0-2",))
    assert (problem.field, problem.mend) == ("devices.use", "Choose slices without common cores.")
    assert problem.sentence == "cpu:0-2 and cpu:1-3 share core 1, 2."


def test_that_every_pair_of_slices_with_a_common_core_is_told() -> None:
    problems = refused(machine(), use=("cpu:0-1", "cpu:1-2", "cpu:2-3"))
    assert [problem.sentence for problem in problems] == [
        "cpu:0-1 and cpu:1-2 share core 1.",
        "cpu:1-2 and cpu:2-3 share core 2.",
    ]


def test_that_gpus_and_slices_do_not_mix() -> None:
    problem = assert_mends(machine(gpus=2), use=("GPU-a", "cpu:0", "GPU-b"), to=("GPU-a", "GPU-b"))
    assert problem.field == "devices.use"
    assert problem.mend == "Use only GPUs, or only CPU slices."


def test_that_a_plan_can_still_be_judged_on_the_devices_that_are_there() -> None:
    devices, problems = place(DevicesSpec(use=("cpu:1", "cpu:9")), machine(), ())
    assert ([device.id for device in devices], len(problems)) == (["cpu:1"], 1)
    devices, problems = place(DevicesSpec(count=9), machine(), ())
    assert (len(devices), len(problems)) == (4, 1)
