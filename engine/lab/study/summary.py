"""From what happened to what was found: the results of a study so far. Pure."""

from collections.abc import Iterable, Sequence
from statistics import mean, median

from engine.lab.study.candidates import Candidate, Expansion
from engine.lab.study.events import (
    AnyStudyEvent,
    CandidateFailed,
    Estimated,
    LimitMeasured,
    ParityMeasured,
    RoundMeasured,
    RunsStarted,
    StateEntered,
    StudyWarned,
)
from engine.lab.study.fits import build_fits
from engine.lab.study.record import Study
from engine.lab.study.results import (
    SHARES,
    CandidateRow,
    LimitRow,
    Parity,
    RoundFigures,
    RowState,
    Shares,
    Spread,
    StudyResult,
)
from engine.lab.study.verdict import judge

_NORMAL = 1.4826
"""The median absolute deviation of a normal distribution is its standard deviation over this."""
_FAR = 3.5
_LEAST_FAR = 0.05
"""Rounds this near their median are never outliers: two of three can happen to agree to a thousandth."""


def summarise(
    study: Study, expansion: Expansion, events: Sequence[AnyStudyEvent], state: StateEntered
) -> StudyResult:
    """Everything that a study has found so far.

    Args:
        study: What was asked.
        expansion: Its candidates.
        events: What happened, oldest first.
        state: Where the study is (`StudyFolder.state`).
    """
    rows = [_row(study, candidate, events, is_over=state.state.is_over) for candidate in expansion.candidates]
    limits = _limits(events, next((row.samples_per_second for row in rows if row.is_reference), None))
    rows = _compared(rows, {limit.num_devices: limit for limit in limits})
    fits = build_fits(rows, study.scaling)
    left = _last(events, Estimated)
    started = [event for event in events if isinstance(event, RunsStarted)]
    return StudyResult(
        name=study.name,
        description=study.description,
        state=str(state.state),
        sentence=state.sentence,
        scaling=study.scaling,
        global_batch_size=expansion.global_batch_size,
        comparison=expansion.sentence,
        warmup_steps=study.warmup_steps,
        measured_steps=study.measured_steps,
        rounds=study.rounds,
        rounds_done=_rounds_done(rows),
        machine=expansion.machine,
        candidates=tuple(rows),
        limit_speedup=limits[-1].speedup if limits else None,
        limits=limits,
        fits=fits,
        verdict=judge(rows, limits, fits, study.scaling),
        target_loss=study.target_loss,
        notices=(
            *expansion.notices,
            *(one.sentence for one in events if isinstance(one, StudyWarned)),
            *_energy_words(rows),
        ),
        runs_done=started[-1].number if started else 0,
        num_runs=left.estimate.num_runs if left else 0,
        seconds_left=None if left is None or state.state.is_over else left.estimate.seconds,
    )


def _last(events: Sequence[AnyStudyEvent], kind: type[Estimated]) -> Estimated | None:
    return next((event for event in reversed(events) if isinstance(event, kind)), None)


def _rounds_done(rows: Iterable[CandidateRow]) -> int:
    """How many rounds every candidate that still races has behind it."""
    done = [len(row.rounds) for row in rows if row.state not in ("left_out", "failed")]
    return min(done, default=0)


# --- a row


def _row(
    study: Study, candidate: Candidate, events: Sequence[AnyStudyEvent], *, is_over: bool
) -> CandidateRow:
    mine = [event for event in events if getattr(event, "candidate", None) == candidate.name]
    rounds = mark_outliers(event.figures for event in mine if isinstance(event, RoundMeasured))
    failure = next((event for event in mine if isinstance(event, CandidateFailed)), None)
    parity = next((event.parity for event in mine if isinstance(event, ParityMeasured)), None)
    if candidate.is_reference and rounds:  # it is what the others are held beside
        parity = Parity(steps=study.parity_steps, max_relative_difference=0.0, passed=True)
    bare = CandidateRow(
        name=candidate.name,
        family=candidate.family,
        is_reference=candidate.is_reference,
        state=_row_state(candidate, rounds, failure, events, is_over=is_over),
        reason=failure.sentence if failure else candidate.reason,
        mend=failure.mend if failure else "",
        strategy=candidate.strategy,
        num_devices=candidate.num_devices,
        world_size=candidate.world_size,
        mesh=candidate.mesh,
        global_batch_size=candidate.global_batch_size,
        batch=candidate.batch,
        changes=candidate.changes,
        rounds=rounds,
        parity=parity,
    )
    return bare.model_copy(update=_figures(study, bare)) if rounds else bare


def _row_state(
    candidate: Candidate,
    rounds: Sequence[RoundFigures],
    failure: CandidateFailed | None,
    events: Sequence[AnyStudyEvent],
    *,
    is_over: bool,
) -> RowState:
    if not candidate.fits:
        return "left_out"
    if failure is not None:
        return "failed"
    last = next((one for one in reversed(events) if isinstance(one, RunsStarted | RoundMeasured)), None)
    is_racing = isinstance(last, RunsStarted) and last.purpose == "race" and last.candidate == candidate.name
    if is_racing and not is_over:
        return "racing"
    return "measured" if rounds else "waiting"


def mark_outliers(rounds: Iterable[RoundFigures]) -> tuple[RoundFigures, ...]:
    """The rounds, those marked that lie far from the median of all, in samples a second.

    Far is more than 3.5 times the median absolute deviation (scaled as in `Spread.mad`) and more than 5 % of
    the median; of one or two rounds none can be called far.

    Source: Iglewicz and Hoaglin 1993, "How to Detect and Handle Outliers", ASQC Quality Press, chapter 3.
    """
    found = tuple(rounds)
    if len(found) < 3:
        return found
    middle = median(one.samples_per_second for one in found)
    mad = _NORMAL * median(abs(one.samples_per_second - middle) for one in found)
    far = max(_FAR * mad, _LEAST_FAR * middle)
    return tuple(
        one.model_copy(update={"is_outlier": abs(one.samples_per_second - middle) > far}) for one in found
    )


def _figures(study: Study, row: CandidateRow) -> dict[str, object]:
    """What all rounds together tell."""
    speeds = [one.samples_per_second for one in row.rounds]
    middle = median(speeds)
    mad = _NORMAL * median(abs(speed - middle) for speed in speeds)
    usual = [one for one in row.rounds if not one.is_outlier] or list(row.rounds)
    typical = min(row.rounds, key=lambda one: abs(one.samples_per_second - middle))
    memory = [one.memory_peak_bytes for one in row.rounds if one.memory_peak_bytes is not None]
    joules = _median_of([one.joules_per_sample for one in row.rounds])
    return {
        "samples_per_second": middle,
        "spread": Spread(least=min(speeds), greatest=max(speeds), mad=mad, relative=mad / middle),
        "step_seconds": median(one.step_seconds for one in row.rounds),
        "shares": _mean_shares([one.shares for one in usual]),
        "ranks": typical.ranks,
        "memory_peak_bytes": max(memory, default=None),
        "power_watts": _median_of([one.power_watts for one in row.rounds]),
        "energy_joules": _median_of([one.energy_joules for one in row.rounds]),
        "joules_per_sample": joules,
        "samples_per_joule": 1 / joules if joules else None,
        **_to_target(study, row, typical.target_step, middle, joules),
    }


def _to_target(
    study: Study, row: CandidateRow, step: int | None, speed: float, joules: float | None
) -> dict[str, object]:
    """What it takes until the loss is down at the target; nothing where it did not get there."""
    if step is None:
        return {}
    samples = step * row.global_batch_size
    device_seconds = samples / speed * row.num_devices
    price = study.price_per_device_hour
    return {
        "target_step": step,
        "seconds_to_target": samples / speed,
        "device_seconds_to_target": device_seconds,
        "joules_to_target": None if joules is None else samples * joules,
        "cost_to_target": None if price is None else device_seconds / 3600 * price,
    }


def _energy_words(rows: Iterable[CandidateRow]) -> Iterable[str]:
    """Why there is no energy, or what is in it, each sentence once."""
    return dict.fromkeys(one.energy_words for row in rows for one in row.rounds if one.energy_words)


def _median_of(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def _mean_shares(shares: Sequence[Shares]) -> Shares:
    return Shares(**{name: mean(one.of(name) for one in shares) for name in SHARES})


# --- beside each other


def _compared(rows: Sequence[CandidateRow], limits: dict[int, LimitRow]) -> list[CandidateRow]:
    alone = next((row.samples_per_second for row in rows if row.is_reference), None)
    return [_compare(row, alone, limits.get(row.num_devices)) for row in rows]


def _compare(row: CandidateRow, alone: float | None, limit: LimitRow | None) -> CandidateRow:
    if row.samples_per_second is None or not alone:
        return row
    speedup = row.samples_per_second / alone
    most = limit.speedup if limit else None
    return row.model_copy(
        update={
            "speedup": speedup,
            "efficiency": speedup / row.num_devices,
            "efficiency_of_limit": speedup / most if most else None,
        }
    )


def _limits(events: Sequence[AnyStudyEvent], alone: float | None) -> tuple[LimitRow, ...]:
    """What independent devices reach, the fewest first."""
    found: dict[int, list[float]] = {}
    for event in events:
        if isinstance(event, LimitMeasured):
            found.setdefault(event.num_devices, []).append(event.samples_per_second)
    return tuple(
        LimitRow(
            num_devices=count,
            samples_per_second=median(speeds),
            speedup=median(speeds) / alone if alone else None,
            rounds=tuple(speeds),
        )
        for count, speeds in sorted(found.items())
    )
