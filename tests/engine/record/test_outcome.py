import math
from pathlib import Path

from engine.record.events import Finished, RunState
from engine.record.outcome import Outcome, read_outcome, write_outcome

OUTCOME = Outcome(state=RunState.STOPPED, steps=7, epochs=0.5, train_loss=math.inf, extra={"reason": "asked"})


def test_that_an_outcome_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    write_outcome(tmp_path, OUTCOME)
    assert read_outcome(tmp_path) == OUTCOME


def test_that_there_is_no_outcome_where_none_can_be_read(tmp_path: Path) -> None:
    assert read_outcome(tmp_path) is None
    (tmp_path / "outcome.json").write_text('{"state": "completed", "st')
    assert read_outcome(tmp_path) is None


def test_that_the_last_word_has_the_figures_of_the_outcome() -> None:
    assert OUTCOME.finished(time=9.0, attempt=2) == Finished(
        time=9.0,
        attempt=2,
        state=RunState.STOPPED,
        steps=7,
        epochs=0.5,
        train_loss=math.inf,
        eval_loss=None,
        eval_accuracy=None,
        samples_per_second=None,
        start_to_first_step_seconds=None,
        extra={"reason": "asked"},
    )
