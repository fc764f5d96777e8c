"""The event files that a script writes somewhere below a folder, found as they appear, and followed."""

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from engine.launcher.process_tree import descendants
from engine.tensorboard.event_file import EventFileTail
from engine.tensorboard.events import Scalar

_SCAN_SECONDS = 0.5
_SCAN_SHARE = 20
"""After a look through the folders, twenty times its duration pass before the next."""
_SCAN_MOST_NAMES = 200_000
"""Files and folders of one look: some tenths of a second, in which nothing else is done."""
_POLL_SECONDS = 0.2
_WRITER = re.compile(r"tfevents\.\d+\..+\.(\d+)\.\d+$")
_PASSED_OVER = frozenset({"__pycache__", "node_modules", "site-packages"})


@dataclass(frozen=True, slots=True)
class FoundScalars:
    """New scalars of one file."""

    path: Path
    folders: tuple[str, ...]
    """Where it lies, from the first file's folder on, or from the folder that is looked through."""
    scalars: tuple[Scalar, ...]


class EventFiles:
    """What was there before the script started, and what other processes write, is not the script's."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._problems: list[str] = []
        self._has_told_of_size = False
        self._seen: set[Path] = set()
        self._tails: list[EventFileTail] = []
        self._home: Path | None = None
        self._scan_due = self._poll_due = 0.0

    def begin(self) -> None:
        """The script starts now: what is there already is not its own."""
        self._seen = set(self._walk())

    def poll(self, *, is_last: bool = False) -> tuple[FoundScalars, ...]:
        """What is new, a few times a second; all of it at last."""
        now = time.monotonic()
        if is_last or now >= self._scan_due:
            self._scan()
            self._scan_due = now + max(_SCAN_SECONDS, _SCAN_SHARE * (time.monotonic() - now))
        if not is_last and now < self._poll_due:
            return ()
        self._poll_due = now + _POLL_SECONDS
        found = []
        for tail in self._tails:
            before = -1
            while before < tail.offset:  # a piece without scalars is not the end
                before = tail.offset
                scalars = self._read(tail)
                if scalars:
                    found.append(FoundScalars(tail.path, self._folders(tail.path), scalars))
                if not is_last:
                    break
        return tuple(found)

    def take_problems(self) -> tuple[str, ...]:
        """Sentences about what could not be read, each once."""
        told, self._problems = tuple(self._problems), []
        return told

    def _read(self, tail: EventFileTail) -> tuple[Scalar, ...]:
        had_problem = bool(tail.problem)
        try:
            scalars = tail.poll()
        except FileNotFoundError:  # the script tidied up
            return ()
        except OSError as error:
            tail.problem = f"{tail.path} cannot be read: {error.strerror}."
            scalars = ()
        if tail.problem and not had_problem:
            self._problems.append(tail.problem)
        return scalars

    def _scan(self) -> None:
        new = [path for path in self._walk() if path not in self._seen]
        self._seen.update(new)
        ours: set[int] | None = None
        for path in sorted(new, key=lambda path: (len(path.parts), path)):
            writer = _WRITER.search(path.name)
            if writer is not None:
                ours = {child.pid for child in descendants(os.getpid())} if ours is None else ours
                if int(writer[1]) not in ours and psutil.pid_exists(int(writer[1])):
                    continue  # of another script that runs in the same folder
            self._home = self._home or path.parent
            self._tails.append(EventFileTail(path))

    def _walk(self) -> list[Path]:
        found: list[Path] = []
        num_names = 0
        for folder, folders, files in os.walk(self._root):
            folders[:] = [name for name in folders if name not in _PASSED_OVER and not name.startswith(".")]
            found += [Path(folder, name) for name in files if "tfevents" in name]
            num_names += len(folders) + len(files)
            if num_names > _SCAN_MOST_NAMES:
                self._tell_of_size()
                break
        return found

    def _tell_of_size(self) -> None:
        if not self._has_told_of_size:
            self._has_told_of_size = True
            self._problems.append(
                f"{self._root} is too large to look for TensorBoard files in all of it: "
                "name their folder in script.log_folder."
            )

    def _folders(self, path: Path) -> tuple[str, ...]:
        home = self._home
        if home is not None and path.parent.is_relative_to(home):
            return path.parent.relative_to(home).parts
        return path.parent.relative_to(self._root).parts
