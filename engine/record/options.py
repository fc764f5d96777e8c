"""What a run was asked with, by dotted names: every option of its spec and the figures of its plan."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.record.facts import Facts, Value

_LEFT_OUT = frozenset({"version", "description"})
_PLANNED = ("batch", "mesh", "hparams")
"""Parts of the plan that say something beyond the spec."""


def read_options(spec: Mapping[str, Any], plan: Mapping[str, Any]) -> Facts:
    """The options of a run. Pure.

    Args:
        spec: `spec.toml` as a table.
        plan: `plan.json` as a table.
    """
    found = {name: value for name, value in _flat(spec, "") if name not in _LEFT_OUT}
    for part in _PLANNED:
        found.update(_flat(plan.get(part), f"plan.{part}"))
    return Facts.of(found)


def _flat(value: Any, name: str) -> Iterator[tuple[str, Value]]:
    """Tables inside tables by dotted names; a list as its members with commas between."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list | tuple):
        yield name, ", ".join(str(member) for member in value)
    elif value is None or isinstance(value, str | int | float | bool):
        if name:
            yield name, value
    else:
        yield name, str(value)  # a date, where a person's own arguments have one
