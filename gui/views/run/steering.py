"""What a person may ask of a run, and what is being done about it. Qt-free."""

from dataclasses import dataclass

from engine.record.events import CommandObeyed, Event, RunState, StateChanged

LIVE = frozenset({RunState.QUEUED, RunState.STARTING, RunState.RUNNING, RunState.PAUSED, RunState.STOPPING})
"""The run has processes, or waits for devices."""
RESUMABLE = frozenset({RunState.STOPPED, RunState.FAILED, RunState.INTERRUPTED})

_ALLOWED = {
    "pause": frozenset({RunState.RUNNING}),
    "continue": frozenset({RunState.PAUSED}),
    "checkpoint": frozenset({RunState.RUNNING, RunState.PAUSED}),
    "evaluate": frozenset({RunState.RUNNING, RunState.PAUSED}),
    "stop": frozenset({RunState.QUEUED, RunState.STARTING, RunState.RUNNING, RunState.PAUSED}),
    "kill": LIVE,
    "resume": RESUMABLE,
}


@dataclass(slots=True)
class Steering:
    """The state of a run and the commands under way."""

    state: RunState = RunState.STARTING
    pending: frozenset[str] = frozenset()
    """Asked for and not yet obeyed."""

    def ask(self, action: str) -> None:
        """A person pressed a button."""
        self.pending |= {action}

    def hear(self, event: Event) -> None:
        """Something happened in the run."""
        if isinstance(event, CommandObeyed):
            self.pending -= {event.action}
        elif isinstance(event, StateChanged):
            self.state = event.state
            if event.state not in LIVE:
                self.pending = frozenset()
            elif event.state in (RunState.QUEUED, RunState.STARTING):
                self.pending -= {"resume"}

    def refuse(self) -> None:
        """What was asked for could not be done."""
        self.pending = frozenset()

    def can(self, action: str) -> bool:
        """Whether the button does something now."""
        return self.state in _ALLOWED[action] and action not in self.pending
