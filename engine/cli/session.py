"""From a started run to the exit code: watching, Ctrl+C, the last line."""

import contextlib
import signal
import sys
from collections.abc import Iterator
from types import FrameType

from engine.cli.console import Console
from engine.cli.exit_codes import FAILED, exit_code
from engine.cli.follow import Moment, follow
from engine.cli.progress import Display, describe_failure, open_display, say_to_stderr
from engine.cli.result import as_json, problems_of, refusal_object, result_object
from engine.counts import steps
from engine.errors import LaunchError, RunFolderError
from engine.launcher.last_words import read_trouble_note
from engine.launcher.steer import kill_and_wait, send
from engine.plan.records import ScriptPlan
from engine.record.events import RunState
from engine.record.folder import RunFolder
from engine.record.status import RunStatus

_STOPS = "Stopping: a checkpoint is saved first. Ctrl+C again ends the run without it."
_STOPS_SCRIPT = "Stopping: the script is asked to end. Ctrl+C again ends it at once."


class Interrupts:
    """Counts Ctrl+C. Nothing is done in the handler itself."""

    def __init__(self) -> None:
        self.count = 0

    def _on_interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self.count += 1

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Count instead of ending, inside."""
        before = signal.signal(signal.SIGINT, self._on_interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


class Session:
    """One run watched from a terminal.

    Args:
        folder: The run.
        owns: Whether Ctrl+C steers the run (it was started here), or only ends the watching.
        json: Whether standard output holds nothing but the object.
    """

    def __init__(self, folder: RunFolder, *, owns: bool, json: bool) -> None:
        self._folder = folder
        self._owns = owns
        self._json = json
        self._interrupts = Interrupts()
        self._answered = 0
        self._console: Console | None = None
        """Of a script."""

    def watch(self) -> int:
        """Show progress to the end, print the last line, give the exit code."""
        stream = sys.stderr if self._json else sys.stdout
        plan = self._folder.read_plan()
        if isinstance(plan, ScriptPlan):
            self._console = Console(self._folder, plan.world_size)
        display_of_run = open_display(stream, plan.total_steps)
        with self._interrupts.listening(), contextlib.closing(display_of_run) as display:
            display.say(f"{self._folder.path}")

            def show(moment: Moment) -> None:
                self._show_console(display)
                display.show(moment)
                self._answer_interrupts(display)

            try:
                status = follow(self._folder, show, self._wants_out)
            except RunFolderError as error:
                return self._tell_folder_lost(error)
            self._tell_end(status, display)
        if self._json:
            print(as_json(result_object(self._folder, status)), flush=True)
        return exit_code(status.state) if status.state.is_over else 0

    def _show_console(self, display: Display) -> None:
        for line in self._console.read() if self._console else ():
            display.say(line)

    def _tell_folder_lost(self, error: RunFolderError) -> int:
        """The folder went away or can no longer be read; for that reason the launcher ends the run."""
        lines = [f"error: {error.sentence}", f"  {error.mend}"]
        note = read_trouble_note(self._folder)
        say_to_stderr([*lines, f"  {note}"] if note else lines)
        if self._json:
            problems = refusal_object(problems_of(error))["problems"]
            lost = {"run": self._folder.name, "state": str(RunState.INTERRUPTED), "problems": problems}
            print(as_json(lost), flush=True)
        return FAILED

    def _wants_out(self) -> bool:
        return not self._owns and self._interrupts.count > 0

    def _answer_interrupts(self, display: Display) -> None:
        if not self._owns or self._interrupts.count == self._answered:
            return
        self._answered = self._interrupts.count
        try:
            if self._answered == 1:
                send(self._folder, "stop")
                display.say(_STOPS_SCRIPT if self._console else _STOPS)
            else:
                display.say("Killing the run.")
                kill_and_wait(self._folder)
        except LaunchError as error:  # it ended by itself meanwhile
            display.say(error.sentence)

    def _tell_end(self, status: RunStatus, display: Display) -> None:
        if not status.state.is_over:
            display.say(f"The run goes on. `paraloom attach {self._folder.name}` watches it again.")
        elif status.failure is not None:
            say_to_stderr(describe_failure(status.failure, with_lines=self._console is None))
        elif status.state is RunState.INTERRUPTED:
            say_to_stderr([f"error: {read_trouble_note(self._folder) or status.sentence}"])
        if status.state.can_resume and not self._console:
            display.say(f"`paraloom resume {self._folder.name}` lets it go on.")
        finished = status.finished
        has_steps = finished is not None and (finished.steps or not self._console)
        if status.state is RunState.COMPLETED and finished is not None and has_steps:
            accuracy = (
                "" if finished.eval_accuracy is None else f", test accuracy {finished.eval_accuracy:.2%}"
            )
            display.say(f"{steps(finished.steps)}{accuracy}.")
