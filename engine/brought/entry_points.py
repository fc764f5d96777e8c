"""Strategies that installed packages offer: found and read without importing them."""

from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from engine.errors import Fix, PlanError, Problem
from engine.spec.brought import CustomSpec

GROUP = "paraloom.strategies"
_FIELD = "strategy.entry_point"


def resolve_entry_point(options: CustomSpec) -> CustomSpec:
    """The options with file and function instead of an entry point's name.

    Raises:
        PlanError: There is no such entry point, or its file is not found.
    """
    if not options.entry_point:
        return options
    installed = {one.name: one for one in entry_points(group=GROUP)}
    found = installed.get(options.entry_point)
    if found is None:
        raise _problem(
            f"No installed package offers a strategy {options.entry_point}.",
            f"Choose {' or '.join(sorted(installed))}." if installed else "Install one, or choose a file.",
            Fix(label="Choose a file", changes={_FIELD: ""}),
        )
    path = _file_of(found)
    if path is None:
        raise _problem(
            f"The file of the installed strategy {options.entry_point} is not found.",
            "Install its package anew.",
            None,
        )
    function = found.attr or options.function
    return options.model_copy(update={"path": str(path), "function": function, "entry_point": ""})


def _file_of(entry: EntryPoint) -> Path | None:
    """The file of its module, by the top package's place alone: nothing is imported."""
    top, *rest = entry.module.split(".")
    spec = find_spec(top)
    if spec is None:
        return None
    if not rest and not spec.submodule_search_locations:
        return Path(spec.origin) if spec.origin else None
    for folder in spec.submodule_search_locations or ():
        base = Path(folder).joinpath(*rest)
        for file in (
            base.with_name(f"{base.name}.py") if rest else base / "__init__.py",
            base / "__init__.py",
        ):
            if file.is_file():
                return file
    return None


def _problem(sentence: str, mend: str, fix: Fix | None) -> PlanError:
    return PlanError([Problem(field=_FIELD, sentence=sentence, mend=mend, fix=fix)])
