"""What the command line's exit code says."""

from engine.record.events import RunState

COMPLETED = 0
FAILED = 1
REFUSED = 2
"""Bad spec, bad machine, bad wish: nothing was started."""
STOPPED = 3

_OF_STATE = {
    RunState.COMPLETED: COMPLETED,
    RunState.STOPPED: STOPPED,
    RunState.KILLED: STOPPED,
}


def exit_code(state: RunState) -> int:
    """0 completed, 3 ended by a person, 1 anything else."""
    return _OF_STATE.get(state, FAILED)
