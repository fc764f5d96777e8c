"""Tables as text (CSV), read once from first line to last; a cell that does not fit is named with its line.

Source of the format: RFC 4180.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice
from typing import TYPE_CHECKING

from engine.data.split import count_test
from engine.data.table_columns import BadCellError, Column, NumberColumn, WordColumn, build_column
from engine.errors import Fix
from engine.kept import kept
from engine.paths import Stamp, look_at_file, problem_with, unreadable
from engine.plan.records import DataFacts
from engine.reading import read_lines
from engine.spec.data_files import CsvSpec

if TYPE_CHECKING:
    from _csv import Reader

_FIELD = "data.file"
_MARKS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_FIRST_LINES = 100
"""By so many is decided whether a column is of numbers or of words."""
_MOST_CLASSES = 10_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table in memory."""

    target: WordColumn
    columns: tuple[Column, ...]
    """The others, but those left out."""


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What must be known of a table before it is loaded."""

    facts: DataFacts
    classes: tuple[str, ...]
    inputs: tuple[str, ...]
    """What each input is: the column's name, or the column and a word."""


def read_table(options: CsvSpec) -> Table:
    """The whole table. Raises PlanError where it cannot be read or a cell does not fit."""
    return _read_table(look_at_file(options.file, field=_FIELD), options)


def read_table_facts(options: CsvSpec) -> TableFacts:
    """Its sizes, read again only where the file has changed. Raises PlanError as `read_table` does."""
    return _read_facts(look_at_file(options.file, field=_FIELD), options)


@kept
def _read_facts(stamp: Stamp, options: CsvSpec) -> TableFacts:
    table = _read_table(stamp, options)
    counts = [0] * table.target.width
    for code in table.target.codes:
        counts[code] += 1
    num_test = sum(count_test(counts, options.test_fraction))
    if table.target.width < 2:
        raise problem_with(
            "data.target",
            f"{table.target.name} has the same value in every line: there is nothing to learn.",
            "Choose another column.",
        )
    if not num_test:
        raise problem_with(_FIELD, f"{sum(counts)} lines are too few to train and to test.", "Add lines.")
    inputs = [_input_names(column) for column in table.columns]
    return TableFacts(
        facts=DataFacts(
            num_train=sum(counts) - num_test,
            num_test=num_test,
            num_classes=table.target.width,
            input_shape=(sum(map(len, inputs)),),
        ),
        classes=table.target.words(),
        inputs=tuple(chain.from_iterable(inputs)),
    )


def _input_names(column: Column) -> list[str]:
    if isinstance(column, NumberColumn):
        return [column.name]
    return [f"{column.name} = {word}" for word in column.words()]


def _read_table(stamp: Stamp, options: CsvSpec) -> Table:
    path = stamp.path
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = read_lines(file, stamp.size)
            return _read_lines(csv.reader(lines, delimiter=_MARKS[options.separator], strict=True), options)
    except UnicodeDecodeError as error:
        raise problem_with(_FIELD, f"{path} is not UTF-8 text.", "Save it as UTF-8.") from error
    except csv.Error as error:
        raise problem_with(_FIELD, f"{path} is no table: {error}.", "Check its quotation marks.") from error
    except OSError as error:
        raise unreadable(path, _FIELD, error) from error


def _read_lines(reader: "Reader", options: CsvSpec) -> Table:
    names = [name.strip() for name in next(reader, [])]
    target_place, places = _choose(names, options)
    lines = _whole_lines(reader, len(names), options)
    first = list(islice(lines, _FIRST_LINES))
    if not first:
        raise problem_with(_FIELD, "The table has no lines below its names.", "Add a line for each sample.")
    target = WordColumn(names[target_place], _MOST_CLASSES)
    columns = tuple(
        build_column(names[place], [cells[place] for _, cells in first], options.most_words)
        for place in places
    )
    for line, cells in chain(first, lines):
        filling: Column = target
        try:
            target.add(cells[target_place])
            for place, filling in zip(places, columns, strict=True):
                filling.add(cells[place])
        except BadCellError as error:
            raise _bad_cell(line, filling, str(error), options, is_target=filling is target) from error
    return Table(target, columns)


def _choose(names: Sequence[str], options: CsvSpec) -> tuple[int, tuple[int, ...]]:
    """Place of the target and of the columns to learn from."""
    if len(names) < 2:
        raise problem_with(
            "data.separator",
            f"The first line holds {len(names)} names; a table needs two columns.",
            "Choose what stands between its cells.",
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise problem_with(
            _FIELD,
            f'Two columns have the same name "{twice}".',
            "Give each a name of its own in the first line.",
        )
    for field, wanted in (("data.target", [options.target]), ("data.leave_out", options.leave_out)):
        for name in wanted:
            if name and name not in names:
                raise _unknown_column(field, name, names, options)
    target = names.index(options.target) if options.target else len(names) - 1
    if names[target] in options.leave_out:
        raise problem_with(
            "data.leave_out", f"{names[target]} is to be learnt, and left out.", "Choose another target."
        )
    places = tuple(
        place for place, name in enumerate(names) if place != target and name not in options.leave_out
    )
    if not places:
        raise problem_with("data.leave_out", "No column is left to learn from.", "Leave out fewer.")
    return target, places


def _unknown_column(field: str, name: str, names: Sequence[str], options: CsvSpec) -> Exception:
    near = get_close_matches(name, names, n=1)
    shown = ", ".join(names[:20]) + (" …" if len(names) > 20 else "")
    fix = None
    if near and field == "data.target":
        fix = Fix(label=f"Use {near[0]}", changes={field: near[0]})
    if field == "data.leave_out":
        fix = Fix(label="Forget it", changes={field: [other for other in options.leave_out if other != name]})
    return problem_with(field, f'There is no column "{name}"; there are {shown}.', "Choose one of them.", fix)


def _whole_lines(reader: "Reader", width: int, options: CsvSpec) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every line that is not empty."""
    for cells in reader:
        if len(cells) == width:
            yield reader.line_num, [cell.strip() for cell in cells]
        elif cells:
            raise problem_with(
                _FIELD,
                f"Line {reader.line_num} has {len(cells)} cells; the first line names {width} columns.",
                "Correct the line.",
            )


def _bad_cell(line: int, column: Column, said: str, options: CsvSpec, *, is_target: bool) -> Exception:
    if is_target:
        return problem_with(
            "data.target", f"{said}: they are no classes.", "Choose a column with few different values."
        )
    leave_out = Fix(
        label=f"Leave {column.name} out", changes={"data.leave_out": [*options.leave_out, column.name]}
    )
    if isinstance(column, WordColumn):
        return problem_with("data.most_words", f"{said}.", "Leave the column out, or allow more.", leave_out)
    return problem_with(
        _FIELD, f"Line {line}: {said}.", "Correct the cell, or leave the column out.", leave_out
    )
