"""Who uses which device: a file lock a lease key, held by a run's launcher and gone with it."""

from collections.abc import Iterable
from pathlib import Path

from engine.record.disk import disk_errors
from engine.record.locks import FileLock, is_locked

_SUFFIX = ".lock"


def leases_dir(runs_dir: Path) -> Path:
    """Where the locks lie."""
    return runs_dir / "leases"


class Leases:
    """The devices one run holds: all it asked for, or none."""

    def __init__(self, runs_dir: Path, run_name: str = "") -> None:
        self._dir = leases_dir(runs_dir)
        self._run_name = run_name
        self._locks: dict[str, FileLock] = {}

    @property
    def keys(self) -> frozenset[str]:
        """The lease keys held now."""
        return frozenset(key for key, lock in self._locks.items() if lock.is_held)

    def try_take(self, keys: Iterable[str]) -> bool:
        """Whether all keys are now held. Where one is taken by another run, none is kept.

        Raises:
            RunFolderError: the lock files cannot be written.
        """
        with disk_errors(self._dir):
            self._dir.mkdir(parents=True, exist_ok=True)
        taken: dict[str, FileLock] = {}
        try:
            for key in sorted(set(keys) - self.keys):
                lock = FileLock(self._dir / f"{key}{_SUFFIX}")
                if not lock.acquire():
                    break
                taken[key] = lock
                lock.write(self._run_name)
            else:
                self._locks.update(taken)
                taken = {}
                return True
            return False
        finally:
            for lock in taken.values():
                lock.release()

    def release(self) -> None:
        """Lets others have the devices."""
        for lock in self._locks.values():
            lock.release()
        self._locks = {}

    def close_in_child(self) -> None:
        """Gives up a forked child's share; the parent keeps its leases. Every fork does it by itself."""
        self.release()


def holders(runs_dir: Path) -> dict[str, str]:
    """Every lease key in use, and the name of the run that holds it.

    Raises:
        RunFolderError: the leases folder cannot be read.
    """
    found = {}
    with disk_errors(leases_dir(runs_dir)):
        for path in sorted(leases_dir(runs_dir).glob(f"*{_SUFFIX}")):
            if is_locked(path):
                found[path.name.removesuffix(_SUFFIX)] = path.read_text(errors="replace")
    return found
