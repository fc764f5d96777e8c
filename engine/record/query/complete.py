"""What may be meant by a filter that is being typed: keys first, then the values that occur."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.errors import QueryError
from engine.record.query.clauses import Clause, quoted, split_clauses, unquoted
from engine.record.query.columns import RunColumns
from engine.record.query.keys import FLAG_KEYS, FLAGS, KEYS, Kind

MOST = 12
"""Suggestions at a time."""
_MOMENTS = ("today", "yesterday", "7d", "30d")
_MOST_DIFFERENT = 200
"""Different values of an option, above which they are no choice any more."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to go on."""

    text: str
    """What takes the place of what was typed."""
    title: str = ""
    """What it is, or how many runs have it."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What can stand in place of a stretch of the text."""

    start: int
    end: int
    suggestions: tuple[Suggestion, ...]


def complete(text: str, cursor: int, columns: RunColumns) -> Completion:
    """What can stand where the cursor is.

    Args:
        text: What is typed so far.
        cursor: Characters before the cursor.
        columns: The rows whose keys and values are offered.
    """
    clause = _clause_before(text[:cursor])
    if clause is None or cursor != clause.end:
        return Completion(cursor, cursor, ())
    if not clause.key:
        typed = clause.value
        found = () if '"' in typed or not typed else _keys_like(typed.lower(), columns)
        return Completion(clause.start, cursor, tuple(_first(found, typed)))
    typed = clause.value[max(clause.value.rfind("|"), clause.value.rfind(",")) + 1 :]
    return Completion(cursor - len(typed), cursor, tuple(_first(_values_like(clause, typed, columns), typed)))


def _clause_before(text: str) -> Clause | None:
    clauses = split_clauses(text)
    return clauses[-1] if clauses else None


def _first(found: Iterable[Suggestion], typed: str) -> Iterator[Suggestion]:
    """The first of them, but for what is typed already."""
    wanted = (suggestion for suggestion in found if suggestion.text != typed)
    for _, suggestion in zip(range(MOST), wanted, strict=False):
        yield suggestion


def _keys_like(typed: str, columns: RunColumns) -> Iterator[Suggestion]:
    for key in KEYS.values():
        if key.name.startswith(typed):
            yield Suggestion(key.name + _operator(key.kind), key.title)
    for name in FLAG_KEYS:
        if name.startswith(typed):
            yield Suggestion(f"{name}:")
    if len(typed) < 2:
        return
    for name in sorted(columns.option_names(), key=lambda name: (not name.startswith(typed), name)):
        if name.startswith(typed) or f".{typed}" in name:
            yield Suggestion(f"{name}:")
    for name in sorted(columns.metric_names()):
        metric = name.partition("(")[2].removesuffix(")")
        if metric.startswith(typed) or name.startswith(typed) or f"/{typed}" in name:
            yield Suggestion(f"{name}>")


def _operator(kind: Kind) -> str:
    return ":" if kind in (Kind.TEXT, Kind.WORDS) else ">"


def _values_like(clause: Clause, typed: str, columns: RunColumns) -> Iterator[Suggestion]:
    wanted = unquoted(typed).lower()
    if clause.key in FLAG_KEYS:
        yield from (Suggestion(name) for key, name in FLAGS if key == clause.key and name.startswith(wanted))
        return
    try:
        key = columns.key(clause.key)
    except QueryError:  # said below the field already
        return
    if key.kind is Kind.MOMENT:
        yield from (Suggestion(word) for word in _MOMENTS if word.startswith(wanted))
    if key.kind not in (Kind.TEXT, Kind.WORDS, Kind.EITHER) or key.name in ("name", "note"):
        return
    counts = columns.counts(key)
    if len(counts) > _MOST_DIFFERENT and not wanted:
        return
    fitting = ((word, count) for word, count in counts.most_common() if wanted in word.lower() and word)
    ordered = sorted(fitting, key=lambda pair: not pair[0].lower().startswith(wanted))
    yield from (Suggestion(quoted(word), f"× {count}") for word, count in ordered)
