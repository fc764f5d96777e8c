"""What the curves of a script come to, as the last word of its run."""

from collections.abc import Collection

from engine.record.events import Finished, RunState
from engine.record.folder import RunFolder
from engine.record.series import read_points
from engine.script.names import as_share

_EVALUATED = ("eval", "val", "test", "dev")
"""Sources of what the window calls figures of the test samples, the first that a script has."""


def finished_of(
    folder: RunFolder,
    names: Collection[tuple[str, str]],
    *,
    state: RunState,
    time: float,
    steps: int,
    attempt: int = 1,
) -> Finished:
    """The figures that the table of runs shows, from curves whose names tell what they are.

    Args:
        folder: The run.
        names: (source, metric) of its curves.
        state: How it ended.
        time: Unix time (s) of that.
        steps: Its last step.
        attempt: The attempt that ended.

    Raises:
        RunFolderError: A series cannot be read.
    """
    evaluated = [source for source in _EVALUATED if any(name[0] == source for name in names)]

    def last(sources: list[str], *metrics: str) -> float | None:
        for name in ((source, metric) for source in sources for metric in metrics):
            if name in names:
                return float(read_points(folder.series_path(*name))["value"][-1])
        return None

    accuracy = last(evaluated, "accuracy", "acc")
    return Finished(
        time=time,
        attempt=attempt,
        state=state,
        steps=steps,
        epochs=None,
        train_loss=last(["train"], "loss"),
        eval_loss=last(evaluated, "loss"),
        eval_accuracy=None if accuracy is None else as_share(accuracy),
        samples_per_second=last(["train"], "samples_per_second"),
        start_to_first_step_seconds=None,
    )
