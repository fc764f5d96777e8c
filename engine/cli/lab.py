"""`paraloom lab`: experiments on a spec, on the command line."""

import sys
from collections.abc import Sequence
from typing import TextIO

from engine.cli.exit_codes import COMPLETED, FAILED, STOPPED
from engine.cli.listing import print_table
from engine.cli.result import as_json
from engine.devices.inventory import read_inventory
from engine.errors import Problem, SpecError
from engine.lab.basis import build_basis
from engine.lab.candidates import known_kinds
from engine.lab.parity import DTYPES, Dtype, ParityLab, Row, Told
from engine.lab.scratch import scratch_runs
from engine.lab.signals import terminated_as_interrupted
from engine.spec.run import RunSpec

_HEADS = ("strategy", "mesh", "type", "largest difference", "from step", "control", "verdict")


def show_parity(spec: RunSpec, *, strategies: str, dtypes: str, steps: int, keep: bool, json: bool) -> int:
    """Train a spec in every way and print how far each departs from a single device; gives the exit code.

    Args:
        spec: Whose training.
        strategies: Kinds, with commas; empty: all.
        dtypes: Precisions, with commas.
        steps: How many are compared.
        keep: Whether the runs stay on disk.
        json: The last line is a JSON object with `rows`.

    Raises:
        SpecError: A word is unknown.
        PlanError: Not even a single device can train it.
        LaunchError: A run cannot be started.
    """
    kinds = _words(strategies, known_kinds(), "--strategies") if strategies else known_kinds()
    asked: tuple[Dtype, ...] = tuple(one for one in DTYPES if one in _words(dtypes, DTYPES, "--dtype"))
    stream = sys.stderr if json else sys.stdout
    rows: list[Row] = []
    try:
        with terminated_as_interrupted(), scratch_runs(keep=keep) as scratch:
            if keep:
                print(scratch.path, file=stream)
            lab = ParityLab(build_basis(spec, steps), read_inventory(), scratch)
            for said in lab.measure(kinds, asked):
                if isinstance(said, Told):
                    print(f"{said.sentence} …", file=stream, flush=True)
                else:
                    rows.append(said)
                    print(f"  {_verdict(said)}", file=stream, flush=True)
    except KeyboardInterrupt:
        print("Interrupted; no run of it is left.", file=sys.stderr)
        return STOPPED
    passed = all(row.passed is not False for row in rows) and any(row.passed for row in rows)
    _print_rows(rows, stream)
    if json:
        print(as_json({"rows": [row.model_dump(mode="json") for row in rows], "passed": passed}))
    return COMPLETED if passed else FAILED


def _words(text: str, known: Sequence[str], option: str) -> tuple[str, ...]:
    words = tuple(word.strip() for word in text.split(",") if word.strip())
    unknown = [word for word in words if word not in known]
    if unknown or not words:
        what = f"{unknown[0]} is unknown to {option}." if unknown else f"{option} names nothing."
        raise SpecError([Problem(field="", sentence=what, mend=f"There are: {', '.join(known)}.")])
    return words


def _print_rows(rows: Sequence[Row], stream: TextIO) -> None:
    cells = [
        (
            f"{row.strategy} {row.options}".rstrip(),
            row.mesh,
            row.dtype,
            _figure(row.max_relative_difference),
            "-" if row.first_difference_step is None else str(row.first_difference_step),
            _figure(row.control_relative_difference),
            _verdict(row),
        )
        for row in rows
    ]
    print_table(_HEADS, cells, stream)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.1e}"


def _verdict(row: Row) -> str:
    if row.max_relative_difference is None or row.limit is None:
        return f"failed: {row.reason}" if row.passed is False else f"does not apply: {row.reason}"
    if row.passed:
        return f"passed: {_figure(row.max_relative_difference)} ≤ {_figure(row.limit)}"
    beyond = f", from step {row.first_step_beyond} on"
    return f"FAILED: {_figure(row.max_relative_difference)} > {_figure(row.limit)}{beyond}"
