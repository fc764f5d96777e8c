"""A survey taken by another process: forked from the warm one, or an own one that has everything to import.

Nobody waits for it: whoever asked reads what has come, and ends it where it is no longer wanted.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Collection
from contextlib import suppress

from engine.errors import LaunchError, Problem, Severity
from engine.launcher.warm import Loom
from engine.spec.run import RunSpec
from engine.survey.process import write_question
from engine.survey.records import PARTS, DataSurvey, ModelSurvey, Part, SamplesSurvey, Survey

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from engine.survey.process import main; sys.exit(main(int(sys.argv[2])))"
)
_PIECE = 2**18
_WHAT: dict[Part, str] = {
    "data": "Reading the data",
    "model": "Building the model",
    "samples": "Loading the data",
}


class SurveyProcess:
    """One survey under way. What a process does not tell before it ends is told for it, as a problem."""

    def __init__(self, spec: RunSpec, parts: Collection[Part] = PARTS, loom: Loom | None = None) -> None:
        """Starts it and comes back at once.

        Args:
            spec: Whose data and model.
            parts: Which parts of a survey.
            loom: Forks it where it is warm; without one, a process of its own is started.

        Raises:
            LaunchError: No process could be started.
        """
        self._missing = [part for part in PARTS if part in parts]
        self._found = Survey()
        self._received = b""
        self._process: subprocess.Popen[bytes] | None = None
        self._connection, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self.is_over = False
        with theirs:
            try:
                self.pid = self._start(theirs, loom)
            except LaunchError:
                self._connection.close()
                raise
        with suppress(ConnectionError):  # where it has ended already, the first reading says so
            write_question(self._connection, spec, parts)
        self._connection.setblocking(False)

    def fileno(self) -> int:
        """The descriptor that becomes readable when something has come."""
        return self._connection.fileno()

    def read(self) -> Survey | None:
        """Everything known so far, where there is something new; never waits. Look at `is_over` after it."""
        before = self._found
        while not self.is_over:
            try:
                piece = self._connection.recv(_PIECE)
            except BlockingIOError:
                break
            except ConnectionError:
                piece = b""
            self._received += piece
            if not piece:
                self._end()
        *lines, self._received = self._received.split(b"\n")
        for line in lines:
            self._take(Survey.model_validate_json(line))
        if self.is_over:
            self._tell_missing()
        return None if self._found is before else self._found

    def wait(self, timeout: float | None = None) -> Survey:
        """Everything asked for, read to the end.

        Raises:
            LaunchError: It took longer than `timeout` s; it is ended then.
        """
        while not self.is_over:
            ready, _, _ = select.select([self._connection], [], [], timeout)
            if not ready:
                self.kill()
                raise LaunchError(
                    f"Looking at the data and the model took longer than {timeout:.0f} s.",
                    mend="Look whether their disk is reachable and their code comes to an end.",
                )
            self.read()
        return self._found

    def kill(self) -> None:
        """End it, with what it started. What it told before stays."""
        if self.is_over:
            return
        for end in (os.killpg, os.kill):
            try:
                end(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue  # no group of its own yet, or it has gone by itself
        self._end()

    def _start(self, theirs: socket.socket, loom: Loom | None) -> int:
        if loom is not None and loom.status().state == "warm":
            pid = loom.fork_survey(theirs.fileno())
            if pid is not None:
                return pid
        command = [sys.executable, "-c", _BOOT, json.dumps(sys.path), str(theirs.fileno())]
        try:
            self._process = subprocess.Popen(
                command,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise LaunchError(
                f"No process could be started to look at the data: {error.strerror}.",
                mend="Free some memory or end other processes, then try again.",
            ) from error
        return self._process.pid

    def _take(self, survey: Survey) -> None:
        self._found = self._found.with_parts_of(survey)
        self._missing = [part for part in self._missing if getattr(survey, part) is None]

    def _end(self) -> None:
        self.is_over = True
        self._connection.close()
        if self._process is not None:
            self._process.wait()

    def _tell_missing(self) -> None:
        """Without sizes there is no model to look at; else the process ended before it told everything."""
        data = self._found.data
        if data is None or data.sizes is not None:
            for part in self._missing:
                self._found = self._found.with_parts_of(_lost(part, _ended_early(part)))
        self._missing = []


def lost_survey(parts: Collection[Part], error: LaunchError) -> Survey:
    """What is told of parts for which no process could be started."""
    found = Survey()
    for part in parts:
        problem = Problem(field=_field(part), sentence=error.sentence, mend=error.mend)
        found = found.with_parts_of(_lost(part, problem))
    return found


def _ended_early(part: Part) -> Problem:
    return Problem(
        field=_field(part),
        sentence=f"{_WHAT[part]} ended early: its process was ended, perhaps for want of memory.",
        mend="Free some memory, or look at the code that it runs, then try again.",
    )


def _field(part: Part) -> str:
    return "model" if part == "model" else "data"


def _lost(part: Part, problem: Problem) -> Survey:
    if part == "data":
        return Survey(data=DataSurvey(problems=(problem,), is_lost=True))
    if part == "model":
        return Survey(model=ModelSurvey(problems=(problem,), is_lost=True))
    warning = problem.model_copy(update={"severity": Severity.WARNING})
    return Survey(samples=SamplesSurvey(problem=warning, is_lost=True))
