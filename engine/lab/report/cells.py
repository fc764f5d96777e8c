"""The table of a study: heads and cells, the same in every form of report."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.lab.study.results import SHARES, CandidateRow, StudyResult
from engine.translation import Say

NONE = "–"
"""What stands where there is no figure."""
_NAMES = ("candidate", "devices", "processes", "batch")
"""Columns whose cells are names and figures, the same in any language."""
Columns = Sequence[tuple[str, list[str]]]
"""Head and cells of each."""


@dataclass(frozen=True, slots=True)
class Table:
    """Heads of columns, and a row of cells for each candidate."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def build_table(result: StudyResult, say: Say) -> Table:
    """All that is known in one table; columns of which nothing is known are left out."""
    return _table(_columns(result, say))


def build_tables(result: StudyResult, say: Say) -> tuple[Table, Table]:
    """The same in two: how fast, and where time, memory and energy went."""
    columns = _columns(result, say)
    cut = [head for head, _ in columns].index(say(SHARES[0]))
    return _table(columns[:cut]), _table([columns[0], *columns[cut:]])


def _table(columns: Columns) -> Table:
    known = [(head, cells) for head, cells in columns if any(cell != NONE for cell in cells)]
    rows = zip(*(cells for _, cells in known), strict=True)
    return Table(tuple(head for head, _ in known), tuple(rows))


def _columns(result: StudyResult, say: Say) -> Columns:
    rows = result.candidates
    columns: Columns = [
        ("candidate", [row.name for row in rows]),
        ("devices", [str(row.num_devices) for row in rows]),
        ("processes", [str(row.world_size) for row in rows]),
        ("batch", [f"{row.global_batch_size:,}" for row in rows]),
        ("samples/s", [figure(row.samples_per_second, ",.0f") for row in rows]),
        ("spread", [NONE if row.spread is None else f"±{row.spread.relative:.1%}" for row in rows]),
        ("speed-up", [figure(row.speedup, ".2f") for row in rows]),
        ("efficiency", [figure(row.efficiency, ".0%") for row in rows]),
        ("of the limit", [figure(row.efficiency_of_limit, ".0%") for row in rows]),
        ("step", [_duration(row.step_seconds) for row in rows]),
        *((name, [_share(row, name) for row in rows]) for name in SHARES),
        ("memory", [NONE if row.memory_peak_bytes is None else mebibytes(row) for row in rows]),
        ("power", [NONE if row.power_watts is None else f"{row.power_watts:.0f} W" for row in rows]),
        ("energy", [_energy(row) for row in rows]),
        ("samples/J", [figure(row.samples_per_joule, ".3g") for row in rows]),
        ("to target", [_duration(row.seconds_to_target) for row in rows]),
        ("device time", [_duration(row.device_seconds_to_target) for row in rows]),
        ("energy to target", [_joules(row.joules_to_target) for row in rows]),
        ("cost", [figure(row.cost_to_target, ".4g") for row in rows]),
        ("parity", [parity_words(row) for row in rows]),
        ("state", [row.state.replace("_", " ") for row in rows]),
    ]
    return [
        (say(head), cells if head in _NAMES else [say(cell) for cell in cells]) for head, cells in columns
    ]


def figure(value: float | None, form: str) -> str:
    """A figure, or a dash."""
    return NONE if value is None else format(value, form)


def seconds(value: float) -> str:
    """`4.1 ms`, `1.20 s`."""
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def mebibytes(row: CandidateRow) -> str:
    """`512 MiB`."""
    return f"{(row.memory_peak_bytes or 0) / 2**20:,.0f} MiB"


def parity_words(row: CandidateRow) -> str:
    """The difference and whether it is small enough; the reason is told elsewhere."""
    parity = row.parity
    if row.is_reference and row.samples_per_second is not None:
        return "reference"
    if parity is None:
        return NONE
    if parity.max_relative_difference is None:
        return "no figure"
    return f"{parity.max_relative_difference:.0e} {'same' if parity.passed else 'other'}"


def reasons(result: StudyResult, say: Say) -> tuple[str, ...]:
    """Sentences on what the table cannot say: failures, what was left out, parity, outlying rounds."""
    found = []
    for row in result.candidates:
        if row.reason:
            found.append(f"{row.name}: {say(row.reason)} {say(row.mend)}".strip())
        if row.parity is not None and row.parity.reason:
            found.append(f"{row.name}: {say(row.parity.reason)}")
        for one in row.rounds:
            if one.is_outlier:
                speed = f"{one.samples_per_second:,.0f}"
                found.append(say(f"{row.name}: round {one.round} lies apart, with {speed} samples a second."))
    return (*found, *map(say, result.notices))


def fit_lines(result: StudyResult, say: Say) -> tuple[str, ...]:
    """A line for each fitted law, with the error of its parameters."""
    laws = {"amdahl": "Amdahl", "gustafson": "Gustafson", "usl": "Universal scalability"}
    lines = []
    for fit in result.fits:
        parameters = ", ".join(
            f"{say(one.name.replace('_', ' '))} {one.value:.3g}"
            + (f" ± {one.error:.2g}" if one.error is not None else "")
            for one in fit.parameters
        )
        points = fit.num_points + 1
        known = fit.parameters[0].error is not None
        errors = f"misses by {fit.rms_error:.2g}, {points} points" if known else f"{points} points, no error"
        parts = [f"{say(laws[fit.law])}, {fit.family}: {parameters} ({say(errors)})"]
        if fit.most_speedup is not None:
            parts.append(say(f"at most {fit.most_speedup:.1f} times as fast"))
        lines.append("; ".join(parts))
    return tuple(lines)


def _share(row: CandidateRow, name: str) -> str:
    return NONE if row.shares is None else f"{row.shares.of(name):.1%}"


def _energy(row: CandidateRow) -> str:
    return NONE if row.joules_per_sample is None else f"{row.joules_per_sample * 1000:.3g} mJ/sample"


def _duration(value: float | None) -> str:
    return NONE if value is None else seconds(value)


def _joules(value: float | None) -> str:
    if value is None:
        return NONE
    return f"{value:,.0f} J" if value < 1e5 else f"{value / 3.6e6:,.3g} kWh"
