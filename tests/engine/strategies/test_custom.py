from pathlib import Path

import numpy as np
import pytest

from engine.errors import only_errors
from engine.plan.records import Mesh
from engine.planning import plan_run
from engine.spec import (
    CnnSpec,
    CustomSpec,
    DevicesSpec,
    RunSpec,
    SingleSpec,
    StrategySpec,
    SyntheticImagesSpec,
    TrainingSpec,
)
from engine.strategies import strategy_for
from tests.engine.brought.files import MACHINE, TWO_STREAMS, write
from tests.engine.parallel.training import train


def spec_of(strategy: StrategySpec, devices: int = 2, **training: object) -> RunSpec:
    return RunSpec(
        devices=DevicesSpec(count=devices),
        strategy=strategy,
        model=CnnSpec(channels=(4,), hidden=16),
        data=SyntheticImagesSpec(num_train=69, num_test=8, size=8, channels=1),
        training=TrainingSpec(precision="fp64", micro_batch_size=32 // devices, **training),
    )


def test_that_the_example_trains_as_a_single_device_does() -> None:
    apart = train(0, spec_of(CustomSpec(path=str(TWO_STREAMS))), 6)  # past the epoch's smaller last step
    alone = train(0, spec_of(SingleSpec(), 1), 6)
    np.testing.assert_allclose(apart.loss_sums, alone.loss_sums, rtol=1e-12)
    assert apart.num_samples == alone.num_samples
    assert apart.test_loss == pytest.approx(alone.test_loss, rel=1e-12)


def test_that_a_file_declares_its_axis_and_its_process(tmp_path: Path) -> None:
    text = 'AXIS = "shard"\nraise SystemExit\ndef parallelize(model, context, width: int = 3): ...\n'
    spec = spec_of(CustomSpec(path=str(write(tmp_path, text))))
    strategy = strategy_for(spec)
    assert strategy.mesh(spec, 2) == Mesh(shard=2)
    assert not strategy.one_process()
    assert strategy.pieces(spec, 5, MACHINE.cores[:2]) == (3, 2)
    assert strategy_for(spec_of(CustomSpec(path=str(TWO_STREAMS)))).one_process()


@pytest.mark.parametrize(
    ("text", "arguments", "told"),
    [
        ('AXIS = "deep"\n', {}, "brought.py says AXIS = 'deep', which is no axis of a mesh."),
        ("MOST_DEVICES = 1\n", {}, "brought.py takes 1 to 1 devices; 2 are chosen."),
        ('DEVICE_KINDS = ("gpu",)\n', {}, "brought.py does not train on CPU slices."),
        ("", {"width": "x"}, '"x" is not a whole number.'),
        ("", {"high": 1}, "parallelize has no argument high."),
    ],
)
def test_that_what_does_not_fit_is_told_before_the_start(
    tmp_path: Path, text: str, arguments: dict[str, object], told: str
) -> None:
    path = write(tmp_path, f"{text}def parallelize(model, context, *, width: int = 3): ...\n")
    spec = spec_of(CustomSpec(path=str(path), arguments=arguments))
    (problem,) = only_errors(plan_run(spec, MACHINE).problems)
    assert problem.sentence == told


def test_that_an_entry_point_is_found_and_read_without_importing_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "raise SystemExit\n", "spreads/__init__.py")
    text = "ONE_PROCESS = True\ndef spread(model, context, gap: int = 2): ...\n"
    write(tmp_path, text, "spreads/lanes.py")
    write(tmp_path, "Metadata-Version: 2.1\nName: spreads\nVersion: 1\n", "spreads-1.dist-info/METADATA")
    entry = "[paraloom.strategies]\nlanes = spreads.lanes:spread\n"
    write(tmp_path, entry, "spreads-1.dist-info/entry_points.txt")
    monkeypatch.syspath_prepend(str(tmp_path))
    spec = spec_of(CustomSpec(entry_point="lanes", arguments={"gap": 4}))
    assert strategy_for(spec).one_process()
    assert plan_run(spec, MACHINE).plan is not None
    (problem,) = only_errors(plan_run(spec_of(CustomSpec(entry_point="lines")), MACHINE).problems)
    assert problem.sentence == "No installed package offers a strategy lines."
    assert problem.mend == "Choose lanes."
