"""From events to results: medians, outliers, speed-ups, laws and the words about them."""

import pytest

from engine.lab.study.events import CandidateFailed, RunsStarted, StateEntered, StudyState
from engine.lab.study.expand import expand
from engine.lab.study.results import CandidateRow, StudyResult
from engine.lab.study.summary import summarise
from tests.engine.lab.study.told import DONE, EVENTS, EXPANSION, STUDY, measured, parity, result
from tests.engine.plan.machines import machine


def row(found: StudyResult, name: str) -> CandidateRow:
    return next(one for one in found.candidates if one.name == name)


def test_that_medians_and_speed_ups_are_over_the_single_device() -> None:
    found = result()
    two, four = row(found, "ddp ×2"), row(found, "ddp ×4")
    assert (found.reference.samples_per_second, found.reference.speedup) == (100.0, 1.0)
    assert (two.samples_per_second, two.speedup, two.efficiency) == (180.0, 1.8, 0.9)
    assert (four.speedup, four.efficiency) == (3.0, 0.75)
    assert [limit.speedup for limit in found.limits] == [pytest.approx(1.93), pytest.approx(3.6)]
    assert found.limit_speedup == pytest.approx(3.6)
    assert four.efficiency_of_limit == pytest.approx(3 / 3.6)
    assert sum(four.shares.model_dump().values()) == pytest.approx(1) if four.shares else False
    assert four.memory_peak_bytes == 3 * 2**20
    assert (found.rounds_done, found.state) == (3, "completed")
    assert found.reference.parity is not None and found.reference.parity.passed is True


def test_that_a_round_that_lies_apart_is_marked_and_stays() -> None:
    two = row(result(), "ddp ×2")
    assert [one.is_outlier for one in two.rounds] == [False, False, True]
    assert two.spread is not None and (two.spread.least, two.spread.greatest) == (90.0, 181.0)
    assert not any(one.is_outlier for one in row(result(), "ddp ×4").rounds)


def test_that_rounds_that_nearly_agree_have_no_outlier() -> None:
    events = [measured("single", number, speed) for number, speed in enumerate((100.0, 100.0, 96.0), 1)]
    assert not any(one.is_outlier for one in result(*events).reference.rounds)


def test_that_time_and_cost_to_the_target_go_by_the_median_speed() -> None:
    four = row(result(), "ddp ×4")
    assert four.seconds_to_target == pytest.approx(50 * 64 / 300)
    assert four.device_seconds_to_target == pytest.approx(50 * 64 / 300 * 4)
    assert four.cost_to_target == pytest.approx(50 * 64 / 300 / 3600 * 4 * 3.6)


def test_that_energy_is_the_median_of_the_rounds_that_have_it_and_else_why_not() -> None:
    known = {"energy_joules": 6.4, "joules_per_sample": 0.1, "power_watts": 30.0, "energy_kind": "counters"}
    why = "GPU 0 told neither its energy nor its power."
    events = [
        measured("single", 1, 100.0, energy_words=why),
        measured("ddp ×4", 1, 300.0, **known),
        measured("ddp ×4", 2, 301.0, **known | {"joules_per_sample": 0.2}),
        measured("ddp ×4", 3, 299.0, **known | {"joules_per_sample": 0.4}),
    ]
    found = result(*events)
    four = row(found, "ddp ×4")
    assert (four.power_watts, four.energy_joules, four.joules_per_sample) == (30.0, 6.4, 0.2)
    assert (four.samples_per_joule, four.joules_to_target) == (5.0, pytest.approx(50 * 64 * 0.2))
    assert (found.reference.joules_per_sample, found.reference.joules_to_target) == (None, None)
    assert found.notices[-1] == why


def test_that_a_law_is_fitted_to_each_family() -> None:
    (fit,) = result().fits
    assert (fit.law, fit.family, fit.num_points) == ("amdahl", "ddp", 2)
    assert 0.1 < fit.value("serial_share") < 0.12
    assert fit.parameters[0].error is not None
    weak = result(study=STUDY.model_copy(update={"scaling": "weak"}))
    assert [one.law for one in weak.fits] == ["gustafson"]


def test_that_the_verdict_says_which_to_use_and_what_limits_the_others() -> None:
    verdict = result().verdict
    assert verdict.best == "ddp ×4"
    assert verdict.sentence == (
        "Use ddp ×4: 3.00 times as fast as the single device, 75% of the ideal for its 4 devices."
    )
    told = " ".join(verdict.details)
    assert "Independent processes on 4 devices reach 3.60 times the single device together" in told
    assert "By Amdahl's law" in told
    assert "20% of its time goes to communication and waiting for one another" in told
    assert "ddp ×8 is left out: 8 slices of 1 core are asked for" in told


def test_that_another_training_is_not_to_be_used() -> None:
    events = [event for event in EVENTS if getattr(event, "candidate", "") != "ddp ×4"]
    fast = [measured("ddp ×4", number, 300.0) for number in (1, 2, 3)]
    verdict = result(*events, *fast, parity("ddp ×4", 1e-3)).verdict
    assert verdict.best == "ddp ×2"
    assert any("ddp ×4 is not the same training as the single device" in one for one in verdict.details)


def test_that_more_devices_have_to_be_worth_it() -> None:
    events = [measured("single", number, 100.0) for number in (1, 2, 3)]
    events += [measured("ddp ×2", number, 104.0) for number in (1, 2, 3)]
    verdict = result(*events).verdict
    assert verdict.best == "single"
    assert verdict.sentence.startswith("Use single: no other is faster")


def test_that_a_candidate_whose_rounds_vary_hides_no_other() -> None:
    events = [measured("single", number, 100.0) for number in (1, 2, 3)]
    events += [measured("ddp ×2", number, 180.0) for number in (1, 2, 3)]
    events += [measured("ddp ×4", number, speed) for number, speed in enumerate((190.0, 90.0, 290.0), 1)]
    assert result(*events).verdict.best == "ddp ×2"


def test_that_another_single_device_is_praised_without_an_ideal() -> None:
    changes = {"devices.count": 1, "training.data_workers": 1}
    study = STUDY.model_copy(update={"vary": {}, "candidates": {"worker": changes}})
    events = [measured(name, 1, speed) for name, speed in (("single", 100.0), ("worker", 150.0))]
    found = summarise(study, expand(study, machine(cores=4)), events, DONE)
    assert found.verdict.sentence == (
        "Use worker: 1.50 times as fast as the single device they are measured against."
    )
    assert found.limit_speedup is None


def test_that_a_failure_is_a_row_with_its_cause_and_the_study_goes_on() -> None:
    failed = CandidateFailed(
        time=1.0, candidate="ddp ×2", round=1, sentence="Rank 1 ran out of memory.", mend="Less.", run="r"
    )
    found = result(failed, measured("single", 1, 100.0))
    two = row(found, "ddp ×2")
    assert (two.state, two.reason, two.mend, two.speedup) == (
        "failed",
        "Rank 1 ran out of memory.",
        "Less.",
        None,
    )
    assert row(found, "single").state == "measured"
    assert row(found, "ddp ×4").state == "waiting"


def test_that_the_one_under_way_races() -> None:
    started = RunsStarted(time=1.0, purpose="race", candidate="ddp ×2", round=1, runs=("run",), number=2)
    racing = StateEntered(time=1.0, state=StudyState.RACING)
    events = (measured("single", 1, 100.0), started)
    found = summarise(STUDY, EXPANSION, events, racing)
    assert (row(found, "ddp ×2").state, row(found, "single").state) == ("racing", "measured")
    assert found.runs_done == 2


def test_that_without_the_single_device_there_is_no_speed_up() -> None:
    found = result(measured("ddp ×2", 1, 180.0))
    assert (row(found, "ddp ×2").speedup, found.fits) == (None, ())
    assert found.verdict.sentence == "Use ddp ×2: it is the fastest, with 180 samples a second."
