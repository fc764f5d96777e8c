"""Studies on disk: read back exactly, and every problem told at once."""

from pathlib import Path

import pytest

from engine.errors import SpecError
from engine.lab.study.files import find_study, format_study, read_study, write_study
from engine.lab.study.record import Study
from engine.spec import DdpSpec, DevicesSpec, RunSpec
from engine.spec.presets import list_presets, list_study_presets

STUDY = Study(
    name="two",
    base="digits-ddp",
    spec=RunSpec(devices=DevicesSpec(count=2), strategy=DdpSpec()),
    vary={"devices.use": (["cpu:0"], ["cpu:0", "cpu:1"]), "training.clip_gradient_norm": ("none", 1.0)},
    candidates={"with workers": {"training.data_workers": 2}},
    scaling="weak",
    global_batch_size=64,
    target_loss=0.5,
)


def told(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        read_study(path)
    return [str(problem) for problem in caught.value.problems]


def test_that_a_study_reads_back_exactly(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    write_study(path, STUDY)
    assert read_study(path) == STUDY


@pytest.mark.parametrize("path", list_study_presets(), ids=lambda path: path.stem)
def test_that_every_preset_is_a_sound_study_and_no_run(path: Path, tmp_path: Path) -> None:
    study = read_study(path)
    copy = tmp_path / "study.toml"
    copy.write_text(format_study(study), encoding="utf-8")
    assert read_study(copy) == study
    assert path not in list_presets()
    assert find_study(path.stem) == path


def test_that_a_base_is_looked_for_beside_the_study_first(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "mine"\n', encoding="utf-8")
    path = tmp_path / "study.toml"
    path.write_text('base = "mine.toml"\n', encoding="utf-8")
    assert read_study(path).spec.name == "mine"


def test_that_fields_may_be_written_with_dots_or_in_quotation_marks(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_text('[vary]\ndevices.count = [1]\n"training.seed" = [1, 2]\n', encoding="utf-8")
    assert read_study(path).vary == {"devices.count": (1,), "training.seed": (1, 2)}


def test_that_every_problem_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = """nme = "x"
rounds = 0
base = "digits-ddp"
[vary]
devices.cout = [1, 2]
"training.precision" = ["fp33"]
strategy.kind = "ddp"
[candidates.a]
training.micro_batch_size = "x"
"""
    found = told(tmp_path / "study.toml", text)
    assert [line.partition(". ")[0] for line in found] == [
        "line 1: nme: There is no option nme",
        "line 2: rounds: 0 is too small",
        "line 5: vary.devices.cout: devices has no option cout",
        'line 6: vary.training.precision: "fp33" cannot be chosen here',
        "line 7: vary.strategy.kind: strategy.kind is varied over something that is no list of values",
        'line 9: candidates.a.training.micro_batch_size: "x" is not a whole number',
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("base = 'nowhere'", "line 1: base: There is no file nowhere, and no preset of that name."),
        ("[spec.training]\nseed = -1", "line 2: spec.training.seed: -1 is too small."),
        ("vary = 3", "line 1: vary: vary is not a table."),
        ("version = 2", "line 1: version: The file says version 2 of the format"),
        ("[candidates]\na = 1", "line 2: candidates.a: The candidate a is no table of changes."),
    ],
)
def test_that_parts_tell_their_problems(tmp_path: Path, text: str, sentence: str) -> None:
    assert any(line.startswith(sentence) for line in told(tmp_path / "study.toml", text + "\n"))


def test_that_options_of_a_kind_that_is_varied_are_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_text('[vary]\nstrategy.kind = ["pipeline"]\nstrategy.chunks = [2, 4]\n', encoding="utf-8")
    assert read_study(path).vary["strategy.chunks"] == (2, 4)


def test_that_an_unknown_study_is_refused_with_those_there_are() -> None:
    with pytest.raises(SpecError) as caught:
        find_study("nowhere")
    assert all(path.stem in caught.value.mend for path in list_study_presets())
