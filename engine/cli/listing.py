"""Tables of runs on the command line."""

import sys
import time
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, TextIO

from engine.cli.result import as_json
from engine.record import queue
from engine.record.index import RunIndex
from engine.record.query import RunColumns, parse_query
from engine.record.run_row import IndexRow


def print_runs(runs_dir: Path, *, wanted: str = "", json: bool) -> None:
    """All runs that are wanted, newest first.

    Args:
        runs_dir: The folder of all runs.
        wanted: A filter as in the window, for instance `strategy:ddp accuracy>0.97`.
        json: One JSON list.

    Raises:
        RunFolderError: The runs folder cannot be read.
        QueryError: The filter cannot be understood.
    """
    query = parse_query(wanted)
    index = RunIndex(runs_dir)
    index.refresh()
    if json or query.needs_metrics:
        index.measure()
    every = index.rows()
    rows = [every[number] for number in query.select(RunColumns(every))]
    if index.problem:
        print(index.problem, file=sys.stderr)
    if json:
        print(as_json([_as_dict(row) for row in rows]))
    elif not rows and every:
        print(f"None of {len(every)} runs is like that.")
    elif not rows:
        print(f"No runs in {runs_dir} yet. `paraloom run digits-single` starts one.")
    else:
        print_table(("run", "state", "steps", "loss", "accuracy", "started"), [_cells(row) for row in rows])


def print_queue(runs_dir: Path, *, json: bool) -> None:
    """Waiting runs, the next one first.

    Raises:
        RunFolderError: The queue cannot be read.
    """
    tickets = queue.waiting(runs_dir)
    if json:
        print(
            as_json(
                [
                    {"place": place, "run": ticket.run, "waits_for": list(ticket.keys)}
                    for place, ticket in enumerate(tickets, start=1)
                ]
            )
        )
    elif not tickets:
        print("No run waits.")
    else:
        rows = [(str(place), ticket.run, " ".join(ticket.keys)) for place, ticket in enumerate(tickets, 1)]
        print_table(("place", "run", "waits for"), rows)


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], stream: TextIO | None = None) -> None:
    """Columns as wide as their content, whatever the terminal's width: lines can be searched and cut."""
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    for row in (heads, *rows):
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(),
            file=stream,
        )


def _as_dict(row: IndexRow) -> dict[str, Any]:
    changed = {"path": str(row.path), "state": str(row.state)}
    facts = {"options": row.options.as_dict(), "metrics": row.metrics.as_dict()}
    return {**{field.name: getattr(row, field.name) for field in fields(row)}, **changed, **facts}


def _cells(row: IndexRow) -> tuple[str, ...]:
    of = f" of {row.total_steps}" if row.total_steps else ""
    started = time.strftime("%Y-%m-%d %H:%M", time.localtime(row.created)) if row.created else "-"
    return (
        row.name,
        str(row.state),
        "-" if row.step is None else f"{row.step}{of}",
        "-" if row.train_loss is None else f"{row.train_loss:.4f}",
        "-" if row.eval_accuracy is None else f"{row.eval_accuracy:.2%}",
        started,
    )
