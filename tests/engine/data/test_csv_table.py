"""Tables as text: numbers and words become inputs, a column classes; a bad cell is named with its line."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.data import data_for
from engine.data.table_files import read_table_facts
from engine.data.tensors import TensorSamples
from engine.plan.records import DataFacts
from engine.spec import CsvSpec
from engine.spec.toml import apply_changes
from tests.engine.data.files import planned, problem_of, spec_of

HEAD = "number,height,colour,kind"


def write(path: Path, text: str) -> str:
    file = path / "table.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def lines(count: int = 20) -> list[str]:
    return [f"{n},{n * 1.5},{('red', 'blue')[n % 2]},{('cat', 'dog', 'eel')[n % 3]}" for n in range(count)]


@pytest.fixture(name="table")
def table_fixture(tmp_path: Path) -> str:
    return write(tmp_path, "\n".join([HEAD, *lines()]) + "\n")


def facts(data: CsvSpec) -> DataFacts:
    return data_for(spec_of(data)).facts(spec_of(data))


def load(data: CsvSpec) -> tuple[TensorSamples, TensorSamples]:
    train, test = data_for(spec_of(data)).load(spec_of(data))
    assert isinstance(train, TensorSamples)
    assert isinstance(test, TensorSamples)
    return train, test


def test_that_the_last_column_is_learnt_from_the_others(table: str) -> None:
    data = CsvSpec(file=table)
    found = facts(data)
    assert (found.num_train, found.num_test, found.num_classes) == (17, 3, 3)
    assert found.input_shape == (4,)
    assert read_table_facts(data).inputs == ("number", "height", "colour = blue", "colour = red")
    assert data_for(spec_of(data)).class_names(spec_of(data)) == ("cat", "dog", "eel")


def test_that_lines_become_samples_each_once_with_its_class(table: str) -> None:
    train, test = load(CsvSpec(file=table))
    assert (len(train), len(test)) == (17, 3)
    inputs = torch.cat([train.inputs, test.inputs])
    targets = torch.cat([train.targets, test.targets])
    numbers = torch.argsort(inputs[:, 0])
    assert targets[numbers].tolist() == [n % 3 for n in range(20)]
    assert inputs[numbers, 2:].tolist() == [[n % 2, 1 - n % 2] for n in range(20)]
    assert torch.allclose(inputs[:, 0], inputs[:, 1], atol=1e-6)


def test_that_numbers_are_standardised_over_the_training_samples_alone(table: str) -> None:
    train, test = load(CsvSpec(file=table, split_seed=3))
    assert train.inputs[:, :2].mean(0).tolist() == pytest.approx([0, 0], abs=1e-6)
    assert train.inputs[:, :2].std(0, correction=0).tolist() == pytest.approx([1, 1], abs=1e-6)
    assert abs(float(test.inputs[:, 0].mean())) > 1e-3


def test_that_a_column_without_deviation_is_zero(tmp_path: Path) -> None:
    file = write(tmp_path, "a,b,k\n" + "".join(f"7,{n},{n % 2}\n" for n in range(10)))
    train, _ = load(CsvSpec(file=file))
    assert train.inputs[:, 0].tolist() == [0] * len(train)


def test_that_any_column_can_be_learnt_and_others_left_out(table: str) -> None:
    data = CsvSpec(file=table, target="colour", leave_out=("number", "kind"))
    assert facts(data).input_shape == (1,)
    assert data_for(spec_of(data)).class_names(spec_of(data)) == ("blue", "red")


def test_that_classes_that_are_numbers_are_in_their_order(tmp_path: Path) -> None:
    file = write(tmp_path, "x,k\n" + "".join(f"{n},{(10, 9, 100)[n % 3]}\n" for n in range(12)))
    assert read_table_facts(CsvSpec(file=file)).classes == ("9", "10", "100")


@pytest.mark.parametrize(("separator", "mark"), [("comma", ","), ("semicolon", ";"), ("tab", "\t")])
def test_that_separators_quotes_marks_and_empty_lines_are_understood(
    tmp_path: Path, separator: Any, mark: str
) -> None:
    text = "\ufeff" + mark.join(['"a name"', "k"]) + "\r\n"
    text += "".join(f'" {n}"{mark}"x{mark}""{n % 2}"""\r\n\r\n' for n in range(10))
    data = CsvSpec(file=write(tmp_path, text), separator=separator)
    assert read_table_facts(data).inputs == ("a name",)
    assert read_table_facts(data).classes == (f'x{mark}"0"', f'x{mark}"1"')


def test_that_the_seed_alone_decides_the_split(table: str) -> None:
    one, again, other = (load(CsvSpec(file=table, split_seed=seed))[1].inputs for seed in (0, 0, 1))
    assert torch.equal(one, again)
    assert not torch.equal(one, other)


BROKEN: list[tuple[str, str, dict[str, Any], str]] = [
    ("data.file", "\n".join([HEAD, *lines(), "20,tall,red,cat"]), {}, 'Line 22: height is "tall", which'),
    (
        "data.file",
        "\n".join([HEAD, *lines(), "20,,red,cat"]),
        {},
        'Line 22: height is "", which is no number.',
    ),
    ("data.file", "\n".join([HEAD, *lines(), "20,nan,red,cat"]), {}, 'Line 22: height is "nan"'),
    ("data.file", "\n".join([HEAD, *lines(), "20,3"]), {}, "Line 22 has 2 cells; the first line names 4"),
    ("data.file", "\n".join([HEAD, *lines(300), "x,1,red,cat"]), {}, 'Line 302: number is "x"'),
    ("data.file", HEAD, {}, "The table has no lines below its names."),
    ("data.separator", "", {}, "The first line holds 0 names"),
    ("data.separator", "a;b\n1;2\n", {}, "The first line holds 1 names"),
    ("data.file", "a,a,b\n1,2,3\n", {}, 'Two columns have the same name "a".'),
    ("data.target", "a,k\n1,x\n2,x\n", {}, "k has the same value in every line"),
    ("data.file", "a,k\n1,x\n2,y\n", {}, "2 lines are too few"),
    ("data.file", 'a,k\n1,"x\n', {}, "is no table"),
    (
        "data.target",
        "\n".join([HEAD, *lines()]),
        {"target": "knd"},
        'There is no column "knd"; there are number',
    ),
    ("data.leave_out", "\n".join([HEAD, *lines()]), {"leave_out": ("size",)}, 'There is no column "size"'),
    (
        "data.leave_out",
        "\n".join([HEAD, *lines()]),
        {"leave_out": ("kind",)},
        "kind is to be learnt, and left out",
    ),
    ("data.leave_out", "a,k\n1,2\n", {"leave_out": ("a",)}, "No column is left to learn from."),
    (
        "data.most_words",
        "a,b,k\n" + "".join(f"w{n},1,{n % 2}\n" for n in range(50)),
        {"most_words": 20},
        "a has more than 20 different values.",
    ),
    (
        "data.target",
        "a,k\n" + "".join(f"1,{n / 7}\n" for n in range(10_001)),
        {},
        "k has more than 10,000 different values: they are no classes.",
    ),
]


@pytest.mark.parametrize(("field", "text", "options", "said"), BROKEN)
def test_that_what_does_not_fit_is_told_at_its_field(
    tmp_path: Path, field: str, text: str, options: dict[str, Any], said: str
) -> None:
    problem = problem_of(CsvSpec(file=write(tmp_path, text), **options))
    assert problem.field == field
    assert said in problem.sentence
    assert problem.mend


@pytest.mark.parametrize(
    ("text", "options"), [(one[1], one[2]) for one in BROKEN if one[0] != "data.separator"]
)
def test_that_mends_mend(tmp_path: Path, text: str, options: dict[str, Any]) -> None:
    data = CsvSpec(file=write(tmp_path, text), **options)
    problem = problem_of(data)
    if problem.fix is None:
        assert problem.mend
        return
    left = planned(apply_changes(spec_of(data), problem.fix.changes).data)
    assert problem.sentence not in [other.sentence for other in left.problems]


def test_that_other_encodings_and_missing_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("größe,k\n1,2\n".encode("latin-1"))
    assert "is not UTF-8 text" in problem_of(CsvSpec(file=str(tmp_path / "latin.csv"))).sentence
    assert problem_of(CsvSpec(file=str(tmp_path / "gone.csv"))).sentence.startswith("There is no file")
    assert problem_of(CsvSpec(file=str(tmp_path))).sentence == f"{tmp_path} is a folder."
    assert problem_of(CsvSpec()).sentence == "No file is chosen."


def test_that_a_table_is_read_once_and_again_where_it_changed(tmp_path: Path) -> None:
    text = "\n".join([HEAD, *lines(20_000)])
    data = CsvSpec(file=write(tmp_path, text))
    started = time.perf_counter()
    assert facts(data).num_train == 16_001
    first = time.perf_counter() - started
    started = time.perf_counter()
    facts(data)
    again = time.perf_counter() - started
    print(f"20,000 lines: {first * 1000:.0f} ms, again {again * 1000:.3f} ms")
    assert again < first / 10
    write(tmp_path, text + "\n" + "\n".join(lines(10_000)))
    assert facts(data).num_train == 24_000


def test_that_a_bad_table_is_not_read_again_either(tmp_path: Path) -> None:
    file = write(tmp_path, "\n".join([HEAD, *lines(20_000), "x,1,red,cat"]))
    first, again = problem_of(CsvSpec(file=file)), problem_of(CsvSpec(file=file))
    assert first == again
    assert np.isfinite(float(first.sentence.split(":")[0].removeprefix("Line ")))
