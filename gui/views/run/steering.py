"""What a person may ask of a run, and what is being done about it. Qt-free."""

from dataclasses import dataclass

from engine.record.events import CommandObeyed, Event, RunState, StateChanged

_ALLOWED = {
    "pause": frozenset({RunState.RUNNING}),
    "continue": frozenset({RunState.PAUSED}),
    "checkpoint": frozenset({RunState.RUNNING, RunState.PAUSED}),
    "evaluate": frozenset({RunState.RUNNING, RunState.PAUSED}),
    "stop": frozenset({RunState.QUEUED, RunState.STARTING, RunState.RUNNING, RunState.PAUSED}),
    "kill": frozenset(state for state in RunState if not state.is_over),
    "resume": frozenset(state for state in RunState if state.can_resume),
    "elsewhere": frozenset(state for state in RunState if state.is_over),
}
NOT_OF_SCRIPTS = ("checkpoint", "evaluate", "resume", "elsewhere")


@dataclass(slots=True)
class Steering:
    """The state of a run and the commands under way."""

    state: RunState = RunState.STARTING
    pending: frozenset[str] = frozenset()
    """Asked for and not yet obeyed."""
    is_script: bool = False
    """It saves and evaluates when it wants to, and is not resumed."""

    def ask(self, action: str) -> None:
        """A person pressed a button."""
        self.pending |= {action}

    def hear(self, event: Event) -> None:
        """Something happened in the run."""
        if isinstance(event, CommandObeyed):
            self.pending -= {event.action}
        elif isinstance(event, StateChanged):
            self.state = event.state
            if event.state.is_over:
                self.pending = frozenset()
            elif event.state in (RunState.QUEUED, RunState.STARTING):
                self.pending -= {"resume"}

    def refuse(self) -> None:
        """What was asked for could not be done."""
        self.pending = frozenset()

    def can(self, action: str) -> bool:
        """Whether the button does something now."""
        if self.is_script and action in NOT_OF_SCRIPTS:
            return False
        return self.state in _ALLOWED[action] and action not in self.pending
