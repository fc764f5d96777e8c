"""Runs that wait for devices: a ticket a run, in an order that can be changed. Nobody has to keep it.

A ticket counts only while its run's launcher is alive. Whoever changes the order or starts holds a lock for
that moment, so two launchers never decide at once.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from pydantic import ValidationError

from engine.base import Record
from engine.record.disk import disk_errors, write_whole
from engine.record.leases import Leases, leases_dir
from engine.record.locks import FileLock, locked
from engine.record.run_folder import RunFolder

_ORDER_WAIT_SECONDS = 5.0


class Ticket(Record):
    """A waiting run."""

    run: str
    """Name of its folder."""
    position: float
    """Lower ones start first."""
    keys: tuple[str, ...]
    """Lease keys it waits for."""


def enter(runs_dir: Path, run: str, keys: Iterable[str]) -> None:
    """Puts a run at the end of the queue. To be called once by a launcher that begins to wait.

    Raises:
        RunFolderError: the queue cannot be written.
    """
    with _order(runs_dir):
        # A ticket of that name is left from an earlier launcher: its place is lost.
        last = max((ticket.position for ticket in _tickets(runs_dir)), default=0.0)
        _write(runs_dir, Ticket(run=run, position=last + 1, keys=tuple(keys)))


def leave(runs_dir: Path, run: str) -> None:
    """Takes a run out of the queue, if it is there.

    Raises:
        RunFolderError: the queue cannot be written.
    """
    with _order(runs_dir):  # else `move` might write the ticket anew behind our back
        _remove(runs_dir, run)


def waiting(runs_dir: Path) -> tuple[Ticket, ...]:
    """The runs that wait, the next one first; tickets of launchers that are gone left out.

    Raises:
        RunFolderError: the queue cannot be read.
    """
    return tuple(ticket for ticket in _tickets(runs_dir) if RunFolder(runs_dir / ticket.run).is_alive())


def move(runs_dir: Path, run: str, to_index: int) -> None:
    """Gives a waiting run another place: 0 is the next to start. Nothing where it no longer waits.

    Raises:
        RunFolderError: the queue cannot be written.
    """
    with _order(runs_dir):
        tickets = list(waiting(runs_dir))
        moved = [ticket for ticket in tickets if ticket.run == run]
        if not moved:
            return
        others = [ticket for ticket in tickets if ticket.run != run]
        others.insert(max(0, to_index), moved[0])
        for position, ticket in enumerate(others, start=1):
            if ticket.position != position:
                _write(runs_dir, ticket.model_copy(update={"position": float(position)}))


def try_start(runs_dir: Path, run: str, keys: Iterable[str], leases: Leases) -> bool:
    """Takes all leases where they are free and no run that waits longer wants one of them.

    Where it succeeds the run has also left the queue.

    Raises:
        RunFolderError: the queue or the locks cannot be written.
    """
    wanted = frozenset(keys)
    with _order(runs_dir):
        for ticket in waiting(runs_dir):
            if ticket.run == run:
                break
            if wanted.intersection(ticket.keys):
                return False
        if not leases.try_take(wanted):
            return False
        _remove(runs_dir, run)
        return True


def _order(runs_dir: Path) -> AbstractContextManager[FileLock]:
    folder = leases_dir(runs_dir)
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return locked(
        folder / ".order",
        wait_seconds=_ORDER_WAIT_SECONDS,
        sentence="Another process keeps the order of the queue locked.",
        mend="Look for a stopped Paraloom process, and end it.",
    )


def _path(runs_dir: Path, run: str) -> Path:
    return runs_dir / "queue" / f"{run}.json"


def _remove(runs_dir: Path, run: str) -> None:
    path = _path(runs_dir, run)
    with disk_errors(path):
        path.unlink(missing_ok=True)


def _write(runs_dir: Path, ticket: Ticket) -> None:
    path = _path(runs_dir, ticket.run)
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, ticket.model_dump_json())


def _tickets(runs_dir: Path) -> tuple[Ticket, ...]:
    """All tickets that can be read, in order."""
    found = []
    folder = runs_dir / "queue"
    with disk_errors(folder):
        for path in folder.glob("*.json"):
            try:
                found.append(Ticket.model_validate_json(path.read_bytes()))
            except (FileNotFoundError, ValidationError):  # left just now, or damaged
                continue
    return tuple(sorted(found, key=lambda ticket: (ticket.position, ticket.run)))
