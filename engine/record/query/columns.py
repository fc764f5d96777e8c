"""The rows that are asked, column by column: what was once asked of a run is not asked again."""

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from itertools import chain
from typing import Any

from engine.errors import QueryError
from engine.record.query.keys import ALIASES, FLAG_KEYS, KEYS, Key, Row, metric_key, metric_name, option_key

__all__ = ["Row", "RunColumns"]

Column = list[Any]


class RunColumns:
    """Columns of values over all rows, each made when it is first asked for.

    When the rows change, only those that are new objects are asked again.
    """

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self._rows: Sequence[Row] = rows
        self._columns: dict[object, tuple[Sequence[Row], Column]] = {}
        self._counts: dict[str, tuple[Column, Counter[str]]] = {}
        self._names: tuple[Sequence[Row], frozenset[str], frozenset[str]] | None = None

    @property
    def rows(self) -> Sequence[Row]:
        """All rows."""
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Other rows; what is known of those that stay is kept."""
        self._rows = rows

    def column(self, name: object, value: Callable[[Any], Any]) -> Column:
        """What a function gives for each row, in their order.

        Args:
            name: Under which it is kept.
            value: A pure function of a row.
        """
        known = self._columns.get(name)
        if known is not None and known[0] is self._rows:
            return known[1]
        if known is None:
            column = [value(row) for row in self._rows]
        else:
            before = dict(zip(map(id, known[0]), known[1], strict=True))
            column = [before[id(row)] if id(row) in before else value(row) for row in self._rows]
        self._columns[name] = (self._rows, column)  # the old rows live until here, so no id is used anew
        return column

    def values(self, key: Key) -> Column:
        """What each row has under a key."""
        return self.column(key.name, key.value)

    def counts(self, key: Key) -> Counter[str]:
        """How many rows have each value of a key, as text."""
        column = self.values(key)
        known = self._counts.get(key.name)
        if known is None or known[0] is not column:
            words = (word for value in column for word in (value if isinstance(value, tuple) else (value,)))
            known = (column, Counter(_text(word) for word in words if word is not None))
            self._counts[key.name] = known
        return known[1]

    def words(self) -> list[str]:
        """The text of each row in which words are looked for, in small letters."""
        return self.column(("words",), _words)

    def option_names(self) -> frozenset[str]:
        """Every option that any run has."""
        return self._all_names()[0]

    def metric_names(self) -> frozenset[str]:
        """Every metric that any run has, as `last(eval/loss)`, `min(eval/loss)` and `max(eval/loss)`."""
        return self._all_names()[1]

    def _all_names(self) -> tuple[frozenset[str], frozenset[str]]:
        if self._names is None or self._names[0] is not self._rows:
            options = {id(row.options.names): row.options.names for row in self._rows}
            metrics = {id(row.metrics.names): row.metrics.names for row in self._rows}
            every_option = frozenset(chain.from_iterable(options.values()))
            self._names = (self._rows, every_option, frozenset(chain.from_iterable(metrics.values())))
        return self._names[1:]

    def key(self, text: str) -> Key:
        """The key that a person means.

        Args:
            text: A key, an option by its dotted name or the telling parts of it (`training.learning_rate`),
                or a metric: `eval/loss`, `best(eval/accuracy)`.

        Raises:
            QueryError: there is no such key, or it could be several.
        """
        known = KEYS.get(ALIASES.get(text, text))
        if known is not None:
            return known
        if "/" in text or "(" in text:
            name = metric_name(text)
            if name in self.metric_names():
                return metric_key(name)
        fitting = self._options_like(text)
        if len(fitting) == 1:
            return option_key(fitting[0])
        if fitting:
            several = ", ".join(fitting[:4]) + (" …" if len(fitting) > 4 else "")
            raise QueryError(f"{text} could be {several}.", field=text, mend="Say more of the name.")
        raise QueryError(f"No run has anything called {text}.", field=text, mend=self._advice(text))

    def _options_like(self, text: str) -> list[str]:
        names = self.option_names()
        if text in names:
            return [text]
        parts = text.split(".")
        return sorted(name for name in names if _is_within(parts, name.split(".")))

    def _advice(self, text: str) -> str:
        metrics = {name.removeprefix("last(").removesuffix(")") for name in self.metric_names()}
        near = get_close_matches(text, {*KEYS, *ALIASES, *FLAG_KEYS, *self.option_names(), *metrics}, n=1)
        if near:
            return f"Did you mean {near[0]}? To look for a text with such a sign, put it in quotation marks."
        return "To look for a text with such a sign, put it in quotation marks."


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_within(parts: list[str], whole: list[str]) -> bool:
    """Whether the parts stand in the name in their order, its last one being theirs."""
    rest = iter(whole)
    return parts[-1] == whole[-1] and all(part in rest for part in parts)


def _words(row: Row) -> str:
    parts = (row.name, *row.tags, row.note, row.state, row.strategy, row.model, row.data)
    return "\n".join(parts).lower()
