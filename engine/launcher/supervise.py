"""The launcher of one run: waits for its devices, starts its ranks, watches over them, tells how it ended."""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from engine.errors import DataError, ParaloomError, RunFolderError
from engine.launcher.device_recorder import DeviceRecorder
from engine.launcher.diagnosis import Evidence
from engine.launcher.last_words import (
    FULL_BYTES,
    NEARLY_FULL_BYTES,
    Ballast,
    check_disk,
    drop_trouble_note,
    tell_folder_trouble,
)
from engine.launcher.memory_kills import count_memory_kills
from engine.launcher.process_tree import adopt_orphans, end_descendants
from engine.launcher.rank_group import RankGroup
from engine.launcher.run_lock import write_launcher_pid
from engine.launcher.streams import redirect_streams
from engine.launcher.watches import watch_for
from engine.record import queue
from engine.record.commands import CommandTail, append_command
from engine.record.disk import folder_error
from engine.record.events import CommandObeyed, RunState, StateChanged, append_event
from engine.record.folder import RunFolder
from engine.record.leases import Leases

_TICK_SECONDS = 0.1
"""The end of a rank is heard at once; a tick takes time from the ranks, which have all cores."""
_QUEUE_TICK_SECONDS = 0.2
_LOOK_SECONDS = 0.5
_LAST_NOTES_SECONDS = 3.0
"""How long the other ranks may still write down what they saw once one has ended badly."""


def main(run: str, lock: int | None = None) -> int:
    """Be the launcher of a run, to its end. The process leads a session of its own.

    Args:
        run: The run folder.
        lock: Open descriptor that carries the run's lock; without one it is taken here.

    Returns:
        Exit code: 0 where the attempt ended in order, else 1.
    """
    folder = RunFolder(Path(run))
    redirect_streams(folder)
    os.chdir("/")  # a launcher keeps no folder busy but its own
    adopt_orphans()
    try:
        write_launcher_pid(folder)
        with contextlib.nullcontext() if lock is not None else folder.hold_lock():
            return Supervisor(folder, lock).run()
    except ParaloomError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    finally:
        end_descendants()


class Supervisor:
    """One attempt of one run, in a single-threaded loop."""

    def __init__(self, folder: RunFolder, lock: int | None) -> None:
        self._folder = folder
        self._lock = lock
        self._attempt = folder.attempt()
        self._plan = folder.read_plan()
        self._commands = CommandTail(folder.commands_path, self._attempt)
        self._group = RankGroup(folder, self._attempt)
        self._watch = watch_for(folder, self._attempt, self._group)
        self._asked_to_end: RunState | None = None
        self._stop_reason = ""
        self._terminations = 0
        self._memory_kills = count_memory_kills()
        self._next_look = 0.0
        self._identity = self._stat_folder()

    def run(self) -> int:
        """Through the queue, the ranks' life and their end. Gives the exit code."""
        self._listen()
        leases = Leases(self._folder.runs_dir, self._folder.name)
        try:
            drop_trouble_note(self._folder)
            ballast = Ballast(self._folder.attempt_dir(self._attempt) / "ballast")
            try:
                if self._wait_for_devices(leases):
                    self._live()
                return self._conclude()
            except DataError as error:
                return self._tell_end(RunState.FAILED, error.sentence, code=1)
            finally:
                self._group.end()
                ballast.drop()
        except RunFolderError as error:
            self._group.end()
            tell_folder_trouble(self._folder, self._attempt, error)
            return 1
        finally:
            self._group.close()
            leases.release()
            self._watch.close()

    # --- waiting for devices

    def _wait_for_devices(self, leases: Leases) -> bool:
        """Whether the devices are ours; False where a person ended the run in the queue."""
        keys = tuple({key: None for device in self._plan.devices for key in device.lease_keys})  # each once
        runs_dir, name = self._folder.runs_dir, self._folder.name
        waiting = False
        try:
            while not queue.try_start(runs_dir, name, keys, leases):
                if not waiting:
                    queue.enter(runs_dir, name, keys)
                    self._enter_state(RunState.QUEUED, "Its devices are in use: it waits.")
                    waiting = True
                if not self._goes_on():
                    return False
                time.sleep(_QUEUE_TICK_SECONDS)
        finally:
            if waiting:
                queue.leave(runs_dir, name)
        return True

    # --- while ranks live

    def _live(self) -> None:
        self._enter_state(RunState.STARTING)
        if not self._watch.prepare(self._goes_on):
            return
        self._group.start(self._lock)
        recorder = DeviceRecorder(self._folder, self._plan.devices)
        try:
            while not self._group.is_over:
                self._group.poll(_TICK_SECONDS)
                self._watch.look()
                self._obey_commands(has_ranks=True)
                self._asked_to_end = self._asked_to_end or self._watch.asked_to_end
                if self._asked_to_end is not None or self._is_beyond_notes():
                    self._group.end()
                    return
                self._check_folder()
                recorder.sample_due(self._watch.step)
        finally:
            recorder.close()

    def _goes_on(self) -> bool:
        self._obey_commands(has_ranks=False)
        self._check_folder()
        return self._asked_to_end is None

    def _is_beyond_notes(self) -> bool:
        failed = self._group.first_failure_time
        return failed is not None and time.time() - failed > _LAST_NOTES_SECONDS

    # --- what people ask for

    def _listen(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, self._on_terminate)

    def _on_terminate(self, _number: int, _frame: FrameType | None) -> None:
        self._terminations += 1

    def _obey_commands(self, *, has_ranks: bool) -> None:
        """Obey `kill`, `stop` before there are ranks, and what the watch takes; the ranks obey the rest."""
        if self._terminations == 1:  # the machine shuts down, or a person said so: stop in order
            self._terminations += 1
            append_command(self._folder, "stop")
        elif self._terminations > 2:
            self._asked_to_end = RunState.KILLED
        for command in self._commands.poll():
            if command.action == "stop":
                self._stop_reason = command.reason
            if command.action == "kill":
                self._asked_to_end = RunState.KILLED
            elif has_ranks:
                if not self._watch.obey(command.action):
                    continue
            elif command.action == "stop":
                self._asked_to_end = self._asked_to_end or RunState.STOPPED
            else:
                continue
            append_event(
                self._folder,
                CommandObeyed(
                    time=time.time(),
                    attempt=self._attempt,
                    command_id=command.id,
                    action=command.action,
                    step=self._watch.step,
                ),
            )

    # --- the folder

    def _stat_folder(self) -> tuple[int, int]:
        try:
            found = self._folder.path.stat()
        except OSError as error:
            raise folder_error(error, self._folder.path) from error
        return found.st_dev, found.st_ino

    def _check_folder(self) -> None:
        """Raise RunFolderError where the folder is gone, replaced, or no longer ours to write."""
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + _LOOK_SECONDS
        if self._stat_folder() != self._identity:
            raise RunFolderError(f"{self._folder.path} was replaced by another folder.", mend="Put it back.")
        check_disk(self._folder, least_free_bytes=FULL_BYTES)
        if not os.access(self._folder.events_path, os.W_OK):
            raise RunFolderError(
                f"{self._folder.events_path} may not be read or written.",
                mend="Check its permissions and whether the disk is mounted read-only, then resume.",
            )

    # --- the end

    def _conclude(self) -> int:
        outcome = self._watch.outcome()
        now = time.time()
        if outcome is not None:
            sentence = self._stop_reason if outcome.state is RunState.STOPPED else ""
            self._enter_state(outcome.state, sentence, step=outcome.steps)
            append_event(self._folder, outcome.finished(time=now, attempt=self._attempt))
            return 0
        if self._asked_to_end is not None:
            is_stop = self._asked_to_end is RunState.STOPPED
            sentence = (self._stop_reason or self._watch.stopped_sentence) if is_stop else ""
            return self._tell_end(self._asked_to_end, sentence, code=0)
        return self._tell_failure(now)

    def _tell_failure(self, now: float) -> int:
        check_disk(self._folder, least_free_bytes=NEARLY_FULL_BYTES)
        evidence = Evidence(
            rank_pids=self._group.rank_pids,
            deaths=self._group.deaths,
            agent=self._group.word,
            agent_signal=self._group.agent_signal,
            memory_kills=count_memory_kills() - self._memory_kills,
        )
        failure = self._watch.diagnose(evidence, now)
        append_event(self._folder, failure)
        return self._tell_end(RunState.FAILED, failure.sentence, code=1)

    def _tell_end(self, state: RunState, sentence: str, *, code: int) -> int:
        figures = self._watch.figures(state)
        self._enter_state(state, sentence, step=figures.steps)
        append_event(self._folder, figures)
        return code

    def _enter_state(self, state: RunState, sentence: str = "", step: int | None = None) -> None:
        append_event(
            self._folder,
            StateChanged(time=time.time(), attempt=self._attempt, state=state, step=step, sentence=sentence),
        )


if __name__ == "__main__":
    if hasattr(os, "setsid") and os.getpid() != os.getsid(0):
        os.setsid()
    sys.exit(main(sys.argv[1]))
