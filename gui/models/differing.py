"""What differs between runs: of all options only those that tell them apart. Free of Qt."""

import time
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import zip_longest

from engine.record.facts import Value
from gui.models.messages import RunRow
from gui.models.run_columns import short_name

_NAME = "name"
_NOTHING = frozenset(("", "null", '""'))
"""How it is written that a run has nothing for an option."""
_BEST = {"loss": "min", "perplexity": "min", "error": "min", "accuracy": "max"}
"""Which of its values a metric is judged by, by how its name ends; all others by the last."""
_HELD_OUT = ("eval/", "val/", "test/")
"""How metrics of samples that were not trained on begin."""


def differing_options(rows: Sequence[RunRow]) -> tuple[str, ...]:
    """Names of the options that runs do not all have alike, in the order of the specs."""
    found = {option: lines for option, lines in _written(rows).items() if option != _NAME and len(lines) > 1}
    return tuple(option for option in found if len({row.options.get(option) for row in rows}) > 1)


def _written(rows: Sequence[RunRow]) -> dict[str, set[str]]:
    """Every option with all the lines in which its value is written; an empty one where a run lacks it.

    To cut each text once is many times as fast as to ask ten thousand runs for each of a hundred options.
    """
    alike: dict[tuple[str, ...], dict[str, None]] = {}
    for row in rows:
        alike.setdefault(row.options.names, {})[row.options.values_text] = None
    found: dict[str, set[str]] = {}
    for names, texts in alike.items():
        columns = zip_longest(*(text.split("\n") for text in texts), fillvalue="")
        for name, lines in zip(names, columns, strict=False):
            found.setdefault(name, set()).update(lines)
    for names in alike:
        for option in found.keys() - set(names):
            found[option].add("")
    return found


def telling_options(rows: Sequence[RunRow], options: Sequence[str]) -> tuple[str, ...]:
    """The options for which runs have at least two different values; first those that most runs name.

    One that some runs have and the others lack differs, too, but tells no more than what kind of run it is.

    Args:
        rows: The runs.
        options: Those that differ.
    """
    written = _written(rows)
    kinds = Counter(row.options.names for row in rows)
    found = [option for option in options if len(written[option] - _NOTHING) > 1]
    named = {option: sum(num for names, num in kinds.items() if option in names) for option in found}
    return tuple(sorted(found, key=lambda option: -named[option]))  # stable: else as in the specs


def told_apart(rows: Collection[RunRow]) -> tuple[str, ...]:
    """What each run is called, with the time of day where several are called the same."""
    names = tuple(short_name(row) for row in rows)
    num = Counter(names)
    return tuple(
        f"{name}  {time.strftime('%H:%M:%S', time.localtime(row.created))}" if num[name] > 1 else name
        for name, row in zip(names, rows, strict=True)
    )


def option_titles(names: Sequence[str]) -> tuple[str, ...]:
    """Options by the end of their name, as much of it as tells each from the others."""
    return tuple(_title(name, names) for name in names)


def all_metrics(rows: Sequence[RunRow]) -> tuple[str, ...]:
    """`train/loss` and the like: every metric that one of the runs has."""
    found: dict[str, None] = {}
    for names in dict.fromkeys(row.metrics.names for row in rows):
        found.update((name[5:-1], None) for name in names if name.startswith("last("))
    return tuple(found)


def result_names(rows: Sequence[RunRow]) -> tuple[str, ...]:
    """What runs are judged by: `min(eval/loss)`, `max(eval/accuracy)`, `last(train/samples_per_second)` …"""
    return tuple(f"{_judged_by(metric)}({metric})" for metric in all_metrics(rows))


def side_by_side(results: Sequence[str], options: Sequence[str], telling: Sequence[str]) -> tuple[str, ...]:
    """What a table shows of runs, the most telling first: what comes last may lie beyond its edge.

    Results on samples that were not trained on, options that tell the runs apart, the other results, and
    options that differ only in that some kinds of run lack them.

    Args:
        results: What the runs are judged by.
        options: Those that differ.
        telling: Those of them that have different values.
    """
    judged = tuple(name for name in results if name.partition("(")[2].startswith(_HELD_OUT))
    return (
        *judged,
        *(option for option in options if option in telling),
        *(name for name in results if name not in judged),
        *(option for option in options if option not in telling),
    )


def is_result(name: str) -> bool:
    """Whether it is a result as `result_names` calls it, and not an option."""
    return name.endswith(")") and name.partition("(")[0] in ("last", "min", "max")


def value_of(row: RunRow, name: str) -> Value:
    """An option or a result; None where the run has none."""
    return (row.metrics if is_result(name) else row.options).get(name)


def _title(name: str, names: Sequence[str]) -> str:
    parts = name.split(".")
    for number in range(1, len(parts)):
        end = ".".join(parts[-number:])
        if sum(other == end or other.endswith(f".{end}") for other in names) == 1:
            return end
    return name


def _judged_by(metric: str) -> str:
    ending = metric.rpartition("/")[2]
    return next((which for name, which in _BEST.items() if ending.endswith(name)), "last")
