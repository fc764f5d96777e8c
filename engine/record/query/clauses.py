"""Cuts a filter's text into clauses: what stands before, between and after the operators."""

import re
from dataclasses import dataclass

_KEY = r"[^\W\d][\w./-]*(?:\([^()\"]*\))?"
_OPERATOR = r"!=|>=|<=|==|=|>|<|:"
_PART = r"\"[^\"]*\"?"
_CLAUSE = re.compile(
    rf"\s*(?P<no>-)?(?:(?P<key>{_KEY})\s*(?P<operator>{_OPERATOR})\s*)?(?P<value>(?:{_PART}|[^\s\"])*)"
)
_CHOICE = re.compile(rf"((?:{_PART}|[^\s\"|,])*)([|,]|$)")


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition as it was written: a word, or a key with an operator and a value."""

    key: str
    """Empty: a word that is looked for."""
    operator: str
    value: str
    """As written, with its quotation marks."""
    negated: bool
    start: int
    """Where the key begins, or the word."""
    value_start: int
    end: int

    @property
    def choices(self) -> tuple[str, ...]:
        """What the value may be, without quotation marks: `ddp|fsdp` and `ddp,fsdp` are two."""
        parts = [match[1] for match in _CHOICE.finditer(self.value)]
        return tuple(part for part in (unquoted(part) for part in parts) if part)


def split_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a filter in their order. Nothing is wrong at this point."""
    found, place = [], 0
    while place < len(text):
        match = _CLAUSE.match(text, place)
        if match is None or match.end() == place:  # only spaces are left
            break
        place = match.end()
        key, operator, value = match["key"] or "", match["operator"] or "", match["value"]
        if not key and not value and not match["no"]:
            continue
        found.append(
            Clause(
                key=key,
                operator="=" if operator == "==" else operator,
                value=value,
                negated=match["no"] is not None,
                start=match.start("key") if key else match.start("value"),
                value_start=match.start("value"),
                end=match.end(),
            )
        )
    return tuple(found)


def unquoted(text: str) -> str:
    """Without quotation marks."""
    return text.replace('"', "")


def quoted(value: str) -> str:
    """A value as it has to be written: in quotation marks where it has spaces or signs of the language."""
    return f'"{unquoted(value)}"' if re.search(r"[\s|,()\"]|^-", value) or not value else value
