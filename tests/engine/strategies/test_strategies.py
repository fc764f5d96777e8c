"""What the strategies say about themselves and about devices that do not fit."""

import subprocess
import sys

import pytest

from engine.contracts import Strategy
from engine.devices.cpu import slice_of
from engine.devices.sample import Device
from engine.errors import Severity
from engine.plan.records import DataFacts
from engine.spec import CnnSpec, DataParallelSpec, DdpSpec, DevicesSpec, RunSpec, SingleSpec, StrategySpec
from engine.spec.toml import apply_changes
from engine.strategies import ALL, strategy_for

FACTS = DataFacts(num_train=1437, num_test=360, num_classes=10, input_shape=(1, 8, 8))


def _slices(count: int) -> tuple[Device, ...]:
    return tuple(slice_of((core,), name="a CPU", memory_total_bytes=2**30) for core in range(count))


@pytest.mark.parametrize("strategy", ALL.values(), ids=ALL.keys())
def test_that_a_strategy_explains_itself(strategy: Strategy) -> None:
    for text in (strategy.sentence, strategy.explanation, strategy.when, strategy.when_not):
        assert text.endswith(".")
    assert strategy.title
    assert ALL[strategy.kind] is strategy


@pytest.mark.parametrize(
    ("options", "kind"), [(SingleSpec(), "single"), (DataParallelSpec(), "data_parallel"), (DdpSpec(), "ddp")]
)
def test_that_a_spec_finds_its_strategy(options: StrategySpec, kind: str) -> None:
    assert strategy_for(RunSpec(strategy=options)).kind == kind


@pytest.mark.parametrize("kind", ["data_parallel", "ddp"])
def test_that_devices_lie_along_the_replicate_axis(kind: str) -> None:
    mesh = ALL[kind].mesh(RunSpec(), 3)
    assert (mesh.replicate, mesh.size, mesh.data_parallel_degree) == (3, 3, 3)


def test_that_three_strategies_have_one_process() -> None:
    alone = [kind for kind, strategy in ALL.items() if strategy.one_process()]
    assert alone == ["single", "data_parallel", "model_parallel"]


def test_that_a_micro_batch_is_divided_as_it_is_when_it_runs() -> None:
    gpus = tuple(Device(id=f"GPU-{n}", kind="gpu", label=f"GPU {n}", name="a GPU", index=n) for n in range(4))
    assert ALL["data_parallel"].pieces(RunSpec(), 13, gpus) == (4, 4, 4, 1)
    assert ALL["data_parallel"].pieces(RunSpec(), 13, _slices(4)) == (4, 3, 3, 3)
    assert ALL["data_parallel"].pieces(RunSpec(), 2, _slices(4)) == (1, 1)
    for devices in (gpus, _slices(4)):
        assert ALL["ddp"].pieces(RunSpec(), 2, devices) == (1, 1, 0, 0)
    assert ALL["single"].pieces(RunSpec(), 13, _slices(1)) == (13,)


@pytest.mark.parametrize("kind", ["data_parallel", "model_parallel", "ddp"])
def test_that_one_device_is_only_a_note(kind: str) -> None:
    strategy = ALL[kind]
    spec = apply_changes(RunSpec(), {"strategy.kind": kind})
    (note,) = strategy.check(spec, _slices(1), FACTS)
    assert (note.field, note.severity) == ("strategy", Severity.NOTE)
    assert not strategy.check(spec, _slices(2), FACTS)


@pytest.mark.parametrize("devices", [DevicesSpec(count=2), DevicesSpec(use=("cpu:0", "cpu:1"))])
def test_that_each_fix_of_a_single_device_leaves_no_problem(devices: DevicesSpec) -> None:
    spec, single = RunSpec(devices=devices), ALL["single"]
    assert not single.check(spec, _slices(1), FACTS)
    problems = single.check(spec, _slices(2), FACTS)
    assert {problem.severity for problem in problems} == {Severity.ERROR}
    for problem in problems:
        assert problem.fix is not None
        fixed = apply_changes(spec, problem.fix.changes)
        count = len(fixed.devices.use) if fixed.devices.use else fixed.devices.count
        assert not strategy_for(fixed).check(fixed, _slices(count), FACTS)


def test_that_dropout_in_threads_is_told_to_be_in_no_fixed_order() -> None:
    spec = RunSpec(strategy=DataParallelSpec(), model=CnnSpec(dropout=0.5))
    (warning,) = strategy_for(spec).check(spec, _slices(2), FACTS)
    assert (warning.field, warning.severity) == ("model.dropout", Severity.WARNING)
    assert warning.fix is not None
    fixed = apply_changes(spec, warning.fix.changes)
    assert not strategy_for(fixed).check(fixed, _slices(2), FACTS)


def test_that_choosing_a_strategy_needs_no_torch() -> None:
    code = "import sys, engine.strategies\nprint('torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["False"]
