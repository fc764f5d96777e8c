"""The agent and its ranks, seen from the supervisor: started, watched, ended."""

import os
import select
import signal
import sys
import time
import traceback
import warnings

from engine.launcher.process_tree import die_with_parent, end_descendants, reap_children, send_signal
from engine.launcher.witness import (
    AgentEnded,
    Death,
    RankStarted,
    read_report,
    send_report,
    signal_name,
)
from engine.record.folder import RunFolder


class RankGroup:
    """All processes of one attempt but the supervisor itself. Used from the main thread only."""

    def __init__(self, folder: RunFolder, attempt: int) -> None:
        self._folder = folder
        self._attempt = attempt
        self._reports, self._unread = -1, b""
        self._agent = 0
        self._agent_status: int | None = None
        self._ended_by_us: float | None = None
        self._agent_signal: str | None = None
        self._deaths: dict[int, Death] = {}
        self.rank_pids: dict[int, int] = {}
        """Rank to process id, as far as ranks have begun."""
        self.word: AgentEnded | None = None
        """The agent's last word."""

    def start(self, lock: int | None) -> None:
        """Fork the agent, which forks the ranks.

        Args:
            lock: The descriptor of the run's lock, which is the supervisor's alone.
        """
        self._reports, reports = os.pipe()
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # 3.12+: BLAS threads re-arm after a fork
            self._agent = os.fork()
        if self._agent == 0:
            self._be_agent(parent, reports, lock)
        os.close(reports)

    def _be_agent(self, parent: int, reports: int, lock: int | None) -> None:
        code = 1
        try:
            die_with_parent(parent)
            os.close(self._reports)
            if lock is not None:
                os.close(lock)
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            from engine.launcher.agent import run_agent

            send_report(reports, run_agent(self._folder, self._attempt, reports))
            code = 0
        except BaseException as error:  # noqa: BLE001 a forked child must never return into the supervisor
            traceback.print_exc()
            sentence = f"The ranks could not be started: {type(error).__name__}: {error}"[:1000]
            mend = "logs/launcher.log tells more."
            send_report(
                reports, AgentEnded(succeeded=False, sentence=sentence, diagnosis="launcher", mend=mend)
            )
        finally:
            os._exit(code)

    @property
    def is_over(self) -> bool:
        """Whether the agent has ended (the ranks end with it)."""
        return self._agent_status is not None

    @property
    def agent_signal(self) -> str | None:
        """The signal that ended the agent, where one did and it was not ours."""
        return self._agent_signal

    @property
    def deaths(self) -> tuple[Death, ...]:
        """Ends of ranks that were not our doing, in order."""
        limit = self._ended_by_us
        return tuple(
            death
            for death in sorted(self._deaths.values(), key=lambda death: death.time)
            if limit is None or death.time < limit
        )

    @property
    def first_failure_time(self) -> float | None:
        """Unix time at which the first rank ended badly."""
        return min((death.time for death in self.deaths if death.was_failure), default=None)

    def poll(self, timeout: float) -> None:
        """Take in what happened; comes back as soon as something did, or after `timeout` seconds."""
        if self._reports >= 0 and select.select([self._reports], [], [], timeout)[0]:
            self._read_reports()
        for pid, status in reap_children():
            if pid == self._agent:
                self._agent_status = status
                if os.WIFSIGNALED(status) and self._ended_by_us is None:
                    self._agent_signal = signal_name(os.WTERMSIG(status))
                self._read_reports()

    def dump_stacks(self) -> None:
        """Have every rank write the stacks of its threads into its log."""
        for pid in self.rank_pids.values():
            send_signal(pid, signal.SIGUSR1)

    def ask_to_end(self, number: int) -> None:
        """Send a signal to the agent; as under torchrun it passes it on to every rank and gives them time."""
        send_signal(self._agent, number)

    def end(self) -> list[int]:
        """End all of it now. Gives the process ids that even that did not end."""
        if self._ended_by_us is None:
            self._ended_by_us = time.time()
        left = end_descendants()
        self._agent_status = 0 if self._agent_status is None else self._agent_status
        return left

    def close(self) -> None:
        """Let go of the pipe."""
        if self._reports >= 0:
            os.close(self._reports)
            self._reports = -1

    def _read_reports(self) -> None:
        while self._reports >= 0 and select.select([self._reports], [], [], 0)[0]:
            piece = os.read(self._reports, 65536)
            if not piece:
                self.close()
                break
            self._unread += piece
        *lines, self._unread = self._unread.split(b"\n")
        for line in lines:
            self._take(read_report(line))

    def _take(self, report: Death | RankStarted | AgentEnded) -> None:
        if isinstance(report, RankStarted):
            self.rank_pids[report.rank] = report.pid
        elif isinstance(report, Death):
            self._deaths.setdefault(report.pid, report)
        else:
            self.word = report
            for death in report.deaths:
                self._deaths.setdefault(death.pid, death)
