"""A filter's text as something that picks rows."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import QueryError
from engine.record.query.clauses import Clause, split_clauses
from engine.record.query.columns import RunColumns
from engine.record.query.keys import ALIASES, FLAG_KEYS, FLAGS, KEYS, Row
from engine.record.query.match import make_test

_ARCHIVED = frozenset({"archived", "listed"})


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions that all have to hold. Archived runs are left out where they are not asked for."""

    text: str
    clauses: tuple[Clause, ...]

    def select(self, columns: RunColumns, *, now: float | None = None) -> Sequence[int]:
        """The numbers of the rows that are wanted, in their order.

        Args:
            columns: All rows.
            now: Unix time, s; by default this moment.

        Raises:
            QueryError: a key, an option or a value is none that the rows have.
        """
        moment = time.time() if now is None else now
        left: Sequence[int] = range(len(columns.rows))
        if not self._asks_for_archived():
            flags = columns.column(("is", "archived"), FLAGS["is", "archived"])
            left = [number for number in left if not flags[number]] if any(flags) else left
        # Words first: they take least.
        for clause in sorted(self.clauses, key=lambda clause: bool(clause.key)):
            left = _narrow(clause, columns, left, moment)
        return left

    @property
    def needs_metrics(self) -> bool:
        """Whether it asks for a figure that a run's series have, which `RunIndex.measure` reads."""
        return any("/" in clause.key or "(" in clause.key for clause in self.clauses)

    def _asks_for_archived(self) -> bool:
        return any(
            clause.key == "is" and _ARCHIVED & set(map(str.lower, clause.choices)) for clause in self.clauses
        )


def parse_query(text: str) -> Query:
    """The query that a text means.

    `strategy:ddp accuracy>0.97 tag:paper`: all of these. `state:failed|killed` or `state:failed,killed`:
    one of them. `-state:failed`: not so. A word alone is looked for in name, tags, note, state, strategy,
    model and data; `"two words"` together. `:` finds a part of a text, `=` the whole, `*` stands for
    anything. Numbers and dates are compared with `<`, `<=`, `>`, `>=` or written from..to; `none` is what is
    missing. Options go by their dotted name, metrics as `eval/loss` or `best(eval/accuracy)`.

    Raises:
        QueryError: a clause is not complete, or of a known key with a value it cannot have.
    """
    query = Query(text, split_clauses(text))
    now = time.time()
    for clause in query.clauses:
        if clause.key and not clause.choices:
            begun = f"{clause.key}{clause.operator}"
            mend = f"Write for instance {begun}{_example(clause)}."
            raise QueryError(f"{begun} has no value.", field=clause.key, mend=mend)
        if clause.key in FLAG_KEYS:
            _flags(clause)
        elif ALIASES.get(clause.key, clause.key) in KEYS:
            make_test(KEYS[ALIASES.get(clause.key, clause.key)], clause.operator, clause.choices, now)
    return query


def sound_part(text: str, columns: RunColumns) -> Query:
    """What a text means without the clauses that cannot be understood.

    Args:
        text: A filter that has an error.
        columns: The rows it was asked of.
    """
    sound = []
    for clause in split_clauses(text):
        try:
            parse_query(text[clause.start : clause.end])
            if clause.key and clause.key not in FLAG_KEYS:
                make_test(columns.key(clause.key), clause.operator, clause.choices, time.time())
        except QueryError:  # it was told of the whole
            continue
        sound.append(clause)
    return Query(text, tuple(sound))


def _example(clause: Clause) -> str:
    examples = {"is": "alive", "has": "note", "started": "2026-11-01", "duration": "5m", "accuracy": "0.97"}
    return examples.get(clause.key, "ddp" if clause.operator == ":" else "0.01")


def _flags(clause: Clause) -> list[tuple[str, str]]:
    wanted = [(clause.key, choice.lower()) for choice in clause.choices]
    known = [name for key, name in FLAGS if key == clause.key]
    for _, name in wanted:
        if name not in known:
            raise QueryError(
                f"{clause.key}:{name} means nothing.",
                field=clause.key,
                mend=f"There is {clause.key}:{', '.join(known)}.",
            )
    if clause.operator not in (":", "="):
        raise QueryError(
            f"{clause.key} cannot be compared with {clause.operator}.",
            field=clause.key,
            mend=f"Write {clause.key}:{clause.choices[0]}, or -{clause.key}:{clause.choices[0]}.",
        )
    return wanted


def _narrow(clause: Clause, columns: RunColumns, left: Sequence[int], now: float) -> Sequence[int]:
    unwanted = clause.negated
    if not clause.key:
        words = [choice.lower() for choice in clause.choices]
        texts = columns.words()
        if len(words) == 1:
            (word,) = words
            return [number for number in left if (word in texts[number]) is not unwanted]
        if not words:
            return left
        return [number for number in left if any(word in texts[number] for word in words) is not unwanted]
    if clause.key in FLAG_KEYS:
        flags = [columns.column(flag, FLAGS[flag]) for flag in _flags(clause)]
        return [number for number in left if any(column[number] for column in flags) is not unwanted]
    key = columns.key(clause.key) if columns.rows else None
    if key is None:
        return left
    fits = make_test(key, clause.operator, clause.choices, now)
    values = columns.values(key)
    return [number for number in left if fits(values[number]) is not unwanted]


__all__ = ["Query", "Row", "parse_query"]
