import pytest

from engine.devices.inventory import Inventory
from engine.errors import Severity
from engine.spec import CnnSpec, DdpSpec, DevicesSpec, MlpSpec, RunSpec, SgdSpec
from gui.models.spec_draft import SpecDraft, forecast, forecast_spec

NO_LEASES: dict[str, str] = {}


@pytest.fixture
def machine() -> Inventory:
    return Inventory(gpus=(), cores=(0, 1, 2, 3), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem="")


@pytest.fixture
def draft() -> SpecDraft:
    return SpecDraft()


def test_that_an_edit_changes_the_spec(draft: SpecDraft) -> None:
    assert draft.edit({"training.max_epochs": 3, "strategy.kind": "ddp"})
    assert draft.spec.training.max_epochs == 3
    assert draft.spec.strategy == DdpSpec()


def test_that_a_bad_value_is_marked_and_the_last_valid_spec_kept(draft: SpecDraft) -> None:
    draft.edit({"training.micro_batch_size": 16})
    assert not draft.edit({"training.micro_batch_size": 0})
    assert draft.spec.training.micro_batch_size == 16
    mark = draft.rejected["training.micro_batch_size"]
    assert mark.value == 0
    assert mark.problems[0].field == "training.micro_batch_size"


def test_that_a_good_value_takes_the_mark_away(draft: SpecDraft) -> None:
    draft.edit({"training.micro_batch_size": 0})
    draft.edit({"training.micro_batch_size": 8})
    assert not draft.rejected
    assert draft.spec.training.micro_batch_size == 8


def test_that_a_bad_field_does_not_keep_others_from_changing(draft: SpecDraft) -> None:
    draft.edit({"training.micro_batch_size": 0})
    assert draft.edit({"training.max_epochs": 3})
    assert draft.spec.training.max_epochs == 3
    assert set(draft.rejected) == {"training.micro_batch_size"}


def test_that_another_kind_forgets_the_marks_of_the_last(draft: SpecDraft) -> None:
    draft.edit({"model.hidden": "wide"})
    assert draft.edit({"model.kind": "mlp"})
    assert draft.spec.model == MlpSpec()
    assert not draft.rejected


def test_that_a_bad_item_marks_its_list(draft: SpecDraft) -> None:
    draft.edit({"model.channels": (16, 0)})
    assert set(draft.rejected) == {"model.channels"}


def test_that_edits_are_undone_and_redone(draft: SpecDraft) -> None:
    draft.edit({"training.max_epochs": 3})
    draft.edit({"training.optimizer.kind": "sgd"})
    draft.undo()
    assert draft.spec == SpecDraft(draft.spec).spec
    assert (draft.spec.training.max_epochs, draft.spec.training.optimizer.kind) == (3, "adamw")
    draft.undo()
    assert draft.spec == RunSpec()
    assert not draft.can_undo
    draft.redo()
    draft.redo()
    assert draft.spec.training.optimizer == SgdSpec()
    assert not draft.can_redo


def test_that_undo_brings_marks_back_and_takes_them_away(draft: SpecDraft) -> None:
    draft.edit({"training.micro_batch_size": 0})
    draft.undo()
    assert not draft.rejected
    draft.redo()
    assert draft.rejected["training.micro_batch_size"].value == 0


def test_that_typing_is_undone_at_once(draft: SpecDraft) -> None:
    for value in (1, 12, 128):
        draft.edit({"training.micro_batch_size": value}, merge=True)
    draft.edit({"training.max_epochs": 2}, merge=True)
    draft.undo()
    assert draft.spec.training.micro_batch_size == 128
    draft.undo()
    assert draft.spec == RunSpec()


def test_that_an_edit_that_changes_nothing_is_no_step_of_the_history(draft: SpecDraft) -> None:
    draft.edit({"training.max_epochs": draft.spec.training.max_epochs})
    assert not draft.can_undo


def test_that_replacing_the_spec_can_be_undone(draft: SpecDraft) -> None:
    other = RunSpec(model=MlpSpec())
    draft.replace(other)
    assert draft.spec == other
    draft.undo()
    assert draft.spec.model == CnnSpec()


def test_that_a_sound_draft_can_start(draft: SpecDraft, machine: Inventory) -> None:
    found = forecast(draft, machine, NO_LEASES)
    assert found.can_start
    assert found.plan is not None
    assert found.plan.world_size == 1
    assert found.waits_for == ()


def test_that_a_mark_keeps_the_plan_of_the_last_valid_spec_from_starting(
    draft: SpecDraft, machine: Inventory
) -> None:
    draft.edit({"training.max_epochs": 0})
    found = forecast(draft, machine, NO_LEASES)
    assert found.plan is not None
    assert not found.can_start
    assert [problem.field for problem in found.errors] == ["training.max_epochs"]
    assert set(found.by_field()) >= {"training.max_epochs"}


def test_that_problems_of_the_machine_stand_at_their_field(machine: Inventory) -> None:
    spec = RunSpec(devices=DevicesSpec(use=("cpu:0", "cpu:9")), strategy=DdpSpec())
    found = forecast_spec(spec, machine, NO_LEASES)
    assert not found.can_start
    assert all(problem.field.startswith("devices") for problem in found.errors)


def test_that_errors_come_before_warnings_and_notes(machine: Inventory) -> None:
    spec = RunSpec(devices=DevicesSpec(count=2), strategy=DdpSpec(), model=CnnSpec(batch_norm=True))
    ranks = [list(Severity).index(p.severity) for p in forecast_spec(spec, machine, NO_LEASES).problems]
    assert ranks == sorted(ranks)


def test_that_a_taken_device_is_waited_for(machine: Inventory) -> None:
    spec = RunSpec(devices=DevicesSpec(use=("cpu:0", "cpu:1")), strategy=DdpSpec())
    found = forecast_spec(spec, machine, {"core-1": "an earlier run", "core-3": "another run"})
    assert found.can_start
    assert found.waits_for == ("an earlier run",)
