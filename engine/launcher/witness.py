"""Who died when, and of what: the agent's own look at its ranks, in the order in which they end.

Elastic looks now and then and names one rank that ended. Two ranks that end in between, the one killed and
the other because its partner went, look alike to it; so each end is taken down when the kernel tells it.
"""

import json
import os
import signal
import time
from types import FrameType

from engine.base import Record
from engine.launcher.process_tree import descendants


class Death(Record):
    """The end of one process below the agent."""

    pid: int
    time: float
    """Unix time, s."""
    exit_code: int | None = None
    signal: str | None = None
    """Name of the signal that ended it."""

    @property
    def was_failure(self) -> bool:
        """Whether it ended in any other way than by exit code 0."""
        return self.exit_code != 0


class RankStarted(Record):
    """A rank has a process."""

    rank: int
    pid: int


class AgentEnded(Record):
    """The agent's last word."""

    succeeded: bool
    sentence: str = ""
    """What went wrong in the agent itself, not in a rank."""
    diagnosis: str = ""
    mend: str = ""
    deaths: tuple[Death, ...] = ()
    """Ends that elastic saw before the witness could."""


Report = Death | RankStarted | AgentEnded
"""What the agent and its ranks tell the supervisor, a JSON line each through one pipe."""

_KINDS: dict[str, type[Death] | type[RankStarted] | type[AgentEnded]] = {
    "death": Death,
    "rank": RankStarted,
    "agent": AgentEnded,
}
_NAMES = {record: name for name, record in _KINDS.items()}


def send_report(descriptor: int, report: Report) -> None:
    """One write of less than PIPE_BUF: lines of several processes never mix."""
    line = json.dumps({"kind": _NAMES[type(report)], "report": report.model_dump()})
    os.write(descriptor, line.encode() + b"\n")


def read_report(line: bytes) -> Report:
    """The report in a line that `send_report` wrote."""
    message = json.loads(line)
    return _KINDS[message["kind"]].model_validate(message["report"])


class Witness:
    """Reports each child's end at the moment it happens, and leaves the reaping to elastic."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._told: set[int] = set()

    def install(self) -> None:
        """Listen to SIGCHLD. For the main thread. Without waitid (macOS before Python 3.13) elastic tells."""
        if not hasattr(os, "waitid"):
            return
        signal.signal(signal.SIGCHLD, self._on_child)

    def look(self) -> None:
        """Report children that ended since the last look."""
        if not hasattr(os, "waitid"):
            return
        for child in descendants(os.getpid()):
            if child.pid in self._told:
                continue
            try:
                ended = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                continue  # a child's child
            if ended is None:
                continue
            self._told.add(child.pid)
            send_report(self._descriptor, _death(child.pid, ended.si_code, ended.si_status))

    def _on_child(self, _number: int, _frame: FrameType | None) -> None:
        self.look()


def _death(pid: int, code: int, status: int) -> Death:
    if code == os.CLD_EXITED:
        return Death(pid=pid, time=time.time(), exit_code=status)
    return Death(pid=pid, time=time.time(), signal=signal_name(status))


def signal_name(number: int) -> str:
    """`SIGKILL` for 9."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
