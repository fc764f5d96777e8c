"""Races between contestants, and how they are told: interleaved rounds, medians, ratios, one table."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """What one contestant needed in every round."""

    name: str
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle round."""
        return statistics.median(self.rounds)


def race(contestants: Mapping[str, Callable[[], float]], *, rounds: int) -> tuple[Result, ...]:
    """Lets all contestants run in turn, round after round: a slow minute of the machine hits all alike.

    Args:
        contestants: Name to a function that runs it once and gives what it measured.
        rounds: How often each runs; one more round before, to warm up, does not count.
    """
    measured: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds + 1):
        for name, run in contestants.items():
            measured[name].append(run())
    return tuple(Result(name, tuple(values[1:])) for name, values in measured.items())


def ratio(result: Result, other: Result) -> float:
    """How many times greater a result is than another: the median of the rounds' own ratios."""
    return statistics.median(mine / theirs for mine, theirs in zip(result.rounds, other.rounds, strict=True))


def format_table(title: str, unit: str, results: Sequence[Result]) -> str:
    """A row a contestant: median, least and greatest, and how many times the first one's it is."""
    lines = [title, f"  {'':<44} {'median':>10} {'least':>10} {'greatest':>10}   × first"]
    for result in results:
        figures = (result.median, min(result.rounds), max(result.rounds))
        cells = " ".join(f"{figure:>10.3g}" for figure in figures)
        lines.append(f"  {result.name:<44} {cells} {ratio(result, results[0]):>9.3g}   {unit}")
    return "\n".join(lines)
