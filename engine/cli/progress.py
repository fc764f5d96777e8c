"""How a run's progress looks in a terminal, and as plain lines where there is none."""

import sys
import time
from typing import Protocol, TextIO

from engine.cli.follow import Moment
from engine.record.events import (
    CheckpointSaved,
    Evaluated,
    Event,
    Progress,
    RankFailure,
    StateChanged,
    Warned,
)

_PLAIN_SECONDS = 5.0


class Display(Protocol):
    """Shows moments of a run."""

    def show(self, moment: Moment) -> None:
        """Show what is new."""
        ...

    def say(self, line: str) -> None:
        """Print a line of our own."""
        ...

    def close(self) -> None:
        """Leave the terminal tidy."""
        ...


def open_display(stream: TextIO, total_steps: int | None) -> Display:
    """A bar where the stream is a terminal, else lines.

    Args:
        stream: Standard output, or standard error where standard output holds JSON.
        total_steps: Where the run ends, if that is known.
    """
    if stream.isatty():
        return BarDisplay(stream, total_steps)
    return LineDisplay(stream, total_steps)


def describe_event(event: Event) -> str | None:
    """An event in a line; None where it is not worth one."""
    match event:
        case StateChanged():
            at = f" at step {event.step}" if event.step else ""
            return f"{event.state}{at}{': ' + event.sentence if event.sentence else ''}"
        case Evaluated():
            return (
                f"epoch {event.epoch:g}, step {event.step}: evaluation loss {event.loss:.4f}, "
                f"accuracy {event.accuracy:.2%}"
            )
        case CheckpointSaved():
            return f"checkpoint {event.name} saved in {event.seconds:.2f} s"
        case Progress(what="first_step") if event.seconds is not None:
            return f"first step {event.seconds:.2f} s after the start"
        case Warned():
            return f"warning: {event.sentence} {event.mend}".rstrip()
        case _:
            return None


def describe_failure(failure: RankFailure, *, with_lines: bool = True) -> list[str]:
    """A failure in lines: what happened, what to do, where to look, the end of the log where asked."""
    lines = [f"error: {failure.sentence}"]
    if failure.mend:
        lines.append(f"  {failure.mend}")
    if failure.log:
        lines.append(f"  Log: {failure.log}")
    return lines + [f"  | {line}" for line in failure.last_lines if with_lines]


class LineDisplay:
    """A line an event, and one every few seconds in between."""

    def __init__(self, stream: TextIO, total_steps: int | None) -> None:
        self._stream = stream
        self._total = total_steps
        self._due = time.monotonic() + _PLAIN_SECONDS
        self._shown_step = 0

    def show(self, moment: Moment) -> None:
        """Print what is new."""
        for event in moment.events:
            line = describe_event(event)
            if line:
                self.say(line)
        if time.monotonic() < self._due or moment.step == self._shown_step:
            return
        self._due = time.monotonic() + _PLAIN_SECONDS
        self._shown_step = moment.step
        of = f" of {self._total}" if self._total else ""
        self.say(f"step {moment.step}{of}{''.join(', ' + text for text in _figures(moment))}")

    def say(self, line: str) -> None:
        """Print a line."""
        print(line, file=self._stream, flush=True)

    def close(self) -> None:
        """Nothing to tidy."""


class BarDisplay:
    """A bar with loss, accuracy, samples a second and the time that is left."""

    def __init__(self, stream: TextIO, total_steps: int | None) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )
        from rich.progress import Progress as Bar

        self._console = Console(file=stream, highlight=False)
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[figures]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=self._console,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._bar.start()
        self._task = self._bar.add_task("created", total=total_steps, figures="")

    def show(self, moment: Moment) -> None:
        """Print events above the bar, and move it."""
        for event in moment.events:
            line = describe_event(event)
            if line and not (isinstance(event, StateChanged) and not event.sentence):
                self.say(line)
        self._bar.update(
            self._task,
            completed=moment.step,
            description=str(moment.state),
            figures="  ".join(_figures(moment)),
        )

    def say(self, line: str) -> None:
        """Print a line above the bar."""
        self._console.print(line, markup=False, soft_wrap=True)

    def close(self) -> None:
        """Stop drawing."""
        self._bar.stop()


def _figures(moment: Moment) -> list[str]:
    forms = {"loss": "loss {:.4f}", "accuracy": "accuracy {:.1%}", "samples_per_second": "{:,.0f} samples/s"}
    return [form.format(moment.figures[name]) for name, form in forms.items() if name in moment.figures]


def say_to_stderr(lines: list[str]) -> None:
    """Print lines to standard error."""
    print("\n".join(lines), file=sys.stderr, flush=True)
