"""Compressed gradients and a static graph: what they exclude, and what they are told to be."""

import pytest

from engine.errors import Severity
from engine.planning import plan_run
from engine.spec import DdpSpec, DevicesSpec, RunSpec, TrainingSpec
from tests.engine.plan.machines import assert_mended, machine

LATER = {"freeze": ("0.*",), "unfreeze": ("0.*: 2",)}


def _spec(options: dict[str, object], training: dict[str, object]) -> RunSpec:
    return RunSpec(
        devices=DevicesSpec(count=2),
        strategy=DdpSpec.model_validate(options),
        training=TrainingSpec.model_validate(training),
    )


def _errors(spec: RunSpec) -> list[str]:
    problems = plan_run(spec, machine()).problems
    return [problem.field for problem in problems if problem.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("options", "training"),
    [
        ({"static_graph": True}, {}),
        ({"static_graph": True}, {"freeze": ("0.*",)}),
        ({"gradient_compression": "fp16"}, {"precision": "fp16"}),
        ({"gradient_compression": "bf16"}, LATER),
        ({"gradient_compression": "powersgd"}, {"precision": "fp64"}),
        ({"gradient_compression": "powersgd", "static_graph": True}, {"freeze": ("0.*",)}),
    ],
    ids=str,
)
def test_that_what_goes_together_is_planned(options: dict[str, object], training: dict[str, object]) -> None:
    assert _errors(_spec(options, training)) == []


@pytest.mark.parametrize(
    ("options", "training", "field"),
    [
        ({"static_graph": True}, LATER, "strategy.static_graph"),
        ({"static_graph": True}, {"grad_accum_steps": 2}, "strategy.static_graph"),
        ({"static_graph": True, "find_unused_parameters": True}, {}, "strategy.find_unused_parameters"),
    ],
    ids=str,
)
def test_that_a_static_graph_does_not_go_with_one_that_changes(
    options: dict[str, object], training: dict[str, object], field: str
) -> None:
    spec = _spec(options, training)
    assert _errors(spec) == [field]
    assert_mended(spec, machine(), field)


@pytest.mark.parametrize(
    ("compression", "training"),
    [
        ("fp16", {"precision": "fp64"}),
        ("bf16", {"precision": "fp64"}),
        ("powersgd", {"precision": "fp16"}),
        ("powersgd", LATER),
    ],
)
def test_that_a_compression_excludes_what_it_would_spoil(
    compression: str, training: dict[str, object]
) -> None:
    spec = _spec({"gradient_compression": compression}, training)
    assert _errors(spec) == ["strategy.gradient_compression"]
    whole = spec.model_copy(update={"strategy": DdpSpec()})
    assert _errors(whole) == []


@pytest.mark.parametrize("compression", ["fp16", "bf16", "powersgd"])
def test_that_a_compression_is_told_to_be_another_training(compression: str) -> None:
    problems = plan_run(_spec({"gradient_compression": compression}, {}), machine()).problems
    (note,) = [problem for problem in problems if problem.field == "strategy.gradient_compression"]
    assert note.severity is Severity.NOTE
    assert "not those of a single device" in note.sentence
