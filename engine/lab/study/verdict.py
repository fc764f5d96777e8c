"""What a study says in words: which candidate to use, and what limits the others. Pure."""

from collections.abc import Iterator, Sequence

from engine.lab.study.record import Scaling
from engine.lab.study.results import CandidateRow, Fit, LimitRow, Verdict

_NEAR_LIMIT = 0.9
"""From this share of what independent devices reach, nothing is left to gain on this machine."""
_WORTH_A_WORD = 0.05
"""Of the time of the ranks."""
_MUCH_LONGER = 1.25
"""Computing a sample so many times as long as the single device is worth a word."""
_LEAST_GAIN = 1.05
"""Less is no reason to take more devices."""
_WORDS = {
    "communication": "communication and waiting for one another",
    "data": "waiting for samples",
    "bubble": "the bubble of its pipeline",
    "idle": "time in which the ranks did nothing they know of",
}


def judge(
    rows: Sequence[CandidateRow], limits: Sequence[LimitRow], fits: Sequence[Fit], scaling: Scaling
) -> Verdict:
    """The verdict on what is measured so far; empty where nothing is.

    The fastest candidate wins that is not another training; between two that differ by less than their rounds
    do, the one with fewer devices.
    """
    measured = [row for row in rows if row.samples_per_second is not None]
    sound = [row for row in measured if row.parity is None or row.parity.passed is not False]
    if not sound:
        return Verdict()
    best = _best(sound)
    others = [row for row in rows if row is not best]
    details = [*_limit_words(best, limits), *_fit_words(best, fits)]
    alone = next((row for row in measured if row.is_reference), None)
    details += [sentence for row in others for sentence in _about(row, best, alone)]
    return Verdict(best=best.name, sentence=_praise(best, scaling), details=tuple(details))


def _best(rows: Sequence[CandidateRow]) -> CandidateRow:
    """The one with the fewest devices than which no other is clearly faster; of these the fastest."""
    ordered = sorted(rows, key=lambda row: (row.num_devices, -_speed(row)))
    for row in ordered:
        if all(_speed(other) - _speed(row) <= _noise(row, other) for other in rows):
            return row
    return max(rows, key=_speed)


def _speed(row: CandidateRow) -> float:
    return row.samples_per_second or 0.0


def _noise(one: CandidateRow, other: CandidateRow) -> float:
    """By how much two candidates may differ and still be called as fast."""
    spreads = [row.spread.mad for row in (one, other) if row.spread is not None]
    return max([*spreads, (_LEAST_GAIN - 1) * _speed(one) if one.num_devices < other.num_devices else 0.0])


def _praise(best: CandidateRow, scaling: Scaling) -> str:
    speed = f"{_speed(best):,.0f}"
    if best.is_reference:
        return f"Use {best.name}: no other is faster than its {speed} samples a second."
    if best.speedup is None:
        return f"Use {best.name}: it is the fastest, with {speed} samples a second."
    times, share = f"{best.speedup:.2f}", f"{best.efficiency:.0%}"
    if best.num_devices == 1:
        return f"Use {best.name}: {times} times as fast as the single device they are measured against."
    if scaling == "weak":
        return (
            f"Use {best.name}: with {best.num_devices} devices {times} times the samples in the same time, "
            f"{share} of the ideal."
        )
    return (
        f"Use {best.name}: {times} times as fast as the single device, {share} of the ideal "
        f"for its {best.num_devices} devices."
    )


def _limit_words(best: CandidateRow, limits: Sequence[LimitRow]) -> Iterator[str]:
    limit = next((one for one in limits if one.num_devices == best.num_devices), None)
    if limit is None or limit.speedup is None or best.efficiency_of_limit is None:
        return
    most, share = f"{limit.speedup:.2f}", f"{best.efficiency_of_limit:.0%}"
    yield (
        f"Independent processes on {limit.num_devices} devices reach {most} times the single device together "
        f"here; {best.name} has {share} of that."
    )
    if best.efficiency_of_limit >= _NEAR_LIMIT:
        yield "So it is the machine that is the limit, not the strategy."


def _fit_words(best: CandidateRow, fits: Sequence[Fit]) -> Iterator[str]:
    for fit in fits:
        if fit.family != best.family or fit.law not in ("amdahl", "gustafson"):
            continue
        share = f"{fit.value('serial_share'):.1%}"
        if fit.law == "gustafson":
            yield f"By Gustafson's law {share} of its step does not scale."
        elif fit.most_speedup is None:
            yield "By Amdahl's law all of its step is shared among the devices."
        else:
            most = f"{fit.most_speedup:.1f}"
            yield (
                f"By Amdahl's law {share} of a step stays serial: with any number of devices it would be at "
                f"most {most} times as fast."
            )


def _about(row: CandidateRow, best: CandidateRow, alone: CandidateRow | None) -> Iterator[str]:
    if row.state == "left_out":
        yield f"{row.name} is left out: {row.reason}"
    if row.state == "failed":
        yield f"{row.name} failed: {row.reason}"
    if row.samples_per_second is None:
        return
    if row.parity is not None and row.parity.passed is False:
        yield f"{row.name} is not the same training as the single device: {_departure(row)}"
    if row.is_reference or row.shares is None:
        return
    if abs(_speed(row) - _speed(best)) <= _noise(row, row):
        yield f"{row.name} is as fast, within the spread of the rounds."
        return
    yield _limited(row, alone)


def _departure(row: CandidateRow) -> str:
    parity = row.parity
    assert parity is not None
    if parity.max_relative_difference is None:
        return parity.reason
    return f"in fp64 its losses depart by {parity.max_relative_difference:.0e}."


def _limited(row: CandidateRow, alone: CandidateRow | None) -> str:
    """What takes the time of a candidate that is slower."""
    assert row.shares is not None
    name = max(_WORDS, key=row.shares.of)
    share = row.shares.of(name)
    longer = _longer(row, alone)
    speed = f"{_speed(row):,.0f}"
    if longer >= _MUCH_LONGER and (longer - 1) / longer > share:
        return (
            f"{row.name} has {speed} samples a second: its devices compute {longer:.1f} times as long at a "
            "sample as the single device, with what they pass on amid it."
        )
    if share < _WORTH_A_WORD:
        return f"{row.name} has {speed} samples a second: its devices compute nearly all the time."
    return f"{row.name} has {speed} samples a second: {share:.0%} of its time goes to {_WORDS[name]}."


def _longer(row: CandidateRow, alone: CandidateRow | None) -> float:
    """How many times the single device's computing a sample takes, all devices together."""
    if alone is None or alone.shares is None or row.shares is None:
        return 1.0
    ours = row.shares.compute * row.num_devices / _speed(row)
    return ours * _speed(alone) / alone.shares.compute
