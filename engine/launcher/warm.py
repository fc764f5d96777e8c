"""The warm loom: keeps a process with torch imported, from which a run starts in well under a second."""

import json
import os
import select
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Literal

from engine.errors import LaunchError
from engine.launcher.loom_process import HEADER
from engine.launcher.rank_env import clean_environment
from engine.launcher.run_lock import take_run_lock
from engine.record.folder import RunFolder

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from engine.launcher.loom_process import main; main(int(sys.argv[2]))"
)


@dataclass(frozen=True, slots=True)
class LoomReadiness:
    """How ready the warm process is."""

    state: Literal["cold", "warming", "warm", "broken"]
    warm_seconds: float | None = None
    """How long warming took."""
    sentence: str = ""
    """What is wrong, where something is."""


class Loom:
    """One a process. It never imports torch here: that happens in the process it starts."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None
        self._received = b""
        self._warm_seconds: float | None = None
        self._problem = ""

    def warm(self) -> None:
        """Start the warm process where none lives; comes back at once, warming goes on by itself."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            command = [sys.executable, "-c", _BOOT, json.dumps(sys.path), str(theirs.fileno())]
            try:
                self._process = subprocess.Popen(
                    command,
                    pass_fds=(theirs.fileno(),),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl+C and a closing terminal are not for it
                )
            except OSError as error:
                ours.close()
                raise LaunchError(
                    f"No process could be started to warm up: {error.strerror}.",
                    mend="Free some memory or end other processes, then try again.",
                ) from error
        self._connection = ours
        self._received = b""
        self._warm_seconds = None
        self._problem = ""

    @property
    def pid(self) -> int | None:
        """The warm process, while there is one."""
        return None if self._process is None else self._process.pid

    def status(self) -> LoomReadiness:
        """How ready it is, without waiting."""
        if self._process is None:
            return LoomReadiness("cold")
        if self._warm_seconds is None:
            self._read_greeting(0)
        if self._process.poll() is not None:
            ended = self._process.returncode
            return LoomReadiness(
                "broken", sentence=f"The warm process ended (code {ended}); the next start warms a new one."
            )
        if self._warm_seconds is None:
            return LoomReadiness("warming")
        return LoomReadiness("warm", self._warm_seconds, self._problem)

    def wait_warm(self, timeout: float = 120.0) -> float:
        """Wait until it is warm, starting it where needed.

        Returns:
            Seconds that warming took in the process.

        Raises:
            LaunchError: It ended before, or did not get there in time.
        """
        self.warm()
        if self._warm_seconds is None and not self._read_greeting(timeout):
            assert self._process is not None
            if self._process.poll() is not None:
                raise LaunchError(
                    f"The process that preloads torch ended with code {self._process.returncode}.",
                    mend="Try `python -c 'import torch'` in the same environment: it should show why.",
                )
            raise LaunchError(
                f"Preloading torch took longer than {timeout:.0f} s.",
                mend="Check whether the disk or the machine is overloaded, then try again.",
            )
        assert self._warm_seconds is not None
        return self._warm_seconds

    def start_run(self, folder: RunFolder, *, timeout: float = 120.0) -> int:
        """Fork a launcher for a run, in a session of its own; it owes this process nothing.

        The run's lock is taken here and handed over, so at no moment does the run look dead.

        Returns:
            The launcher's process id.

        Raises:
            LaunchError: The run already lives, or no launcher could be forked.
        """
        lock = take_run_lock(folder)
        try:
            for attempt in (1, 2):  # a warm process that was killed meanwhile is started anew, once
                self.wait_warm(timeout)
                run = os.path.abspath(folder.path)  # noqa: PTH100 a link to the runs folder stays a link
                pid = self._request({"run": run}, lock, timeout)
                if pid is not None:
                    return pid
                if attempt == 1:
                    self.close()
        finally:
            os.close(lock)
        raise LaunchError(
            "The warm process ended twice while it started the run.",
            mend="Check whether the machine is out of memory, then resume the run.",
        )

    def fork_survey(self, descriptor: int, *, timeout: float = 120.0) -> int | None:
        """Fork a process that takes a survey (see `engine.survey.process`), in a session of its own.

        Args:
            descriptor: Its end of a stream socket.
            timeout: Seconds to wait for the fork.

        Returns:
            Its process id; None where the warm process has ended.
        """
        pid = self._request({"survey": True}, descriptor, timeout)
        if pid is None:
            self.close()  # what it may still answer must not be taken for the answer to another request
        return pid

    def close(self) -> None:
        """End the warm process. Launchers that it forked live on."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            if self._warm_seconds is None:
                self._process.kill()  # still importing: it would not see the closed connection for seconds
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        self._warm_seconds = None

    def _read_greeting(self, timeout: float) -> bool:
        greeting = self._read_answer(timeout)
        if greeting is None:
            return False
        self._warm_seconds = float(str(greeting["warm_seconds"]))
        self._problem = str(greeting["problem"])
        return True

    def _request(self, asked: dict[str, object], descriptor: int, timeout: float) -> int | None:
        assert self._connection is not None
        body = json.dumps(asked | {"environment": clean_environment(os.environ)}).encode()
        try:
            socket.send_fds(self._connection, [HEADER.pack(len(body))], [descriptor])
            self._connection.sendall(body)
        except ConnectionError:
            return None
        answer = self._read_answer(timeout)
        return None if answer is None else int(str(answer["pid"]))

    def _read_answer(self, timeout: float) -> dict[str, object] | None:
        """The next line of the warm process; None where it ended or `timeout` s passed."""
        assert self._connection is not None
        deadline = time.monotonic() + timeout
        while b"\n" not in self._received:
            ready, _, _ = select.select([self._connection], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                return None
            try:
                piece = self._connection.recv(65536)
            except ConnectionError:
                return None
            if not piece:
                assert self._process is not None
                self._process.wait(timeout=5)
                return None
            self._received += piece
        line, self._received = self._received.split(b"\n", 1)
        answer: dict[str, object] = json.loads(line)
        return answer
