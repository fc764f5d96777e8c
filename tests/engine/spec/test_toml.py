import os
import sys
from pathlib import Path

import pytest

from engine.errors import SpecError
from engine.spec import (
    AdamSpec,
    CnnSpec,
    CosineSpec,
    DataParallelSpec,
    DdpSpec,
    DevicesSpec,
    DigitsSpec,
    MlpSpec,
    ResNet18Spec,
    RunSpec,
    SgdSpec,
    StepDecaySpec,
    SyntheticImagesSpec,
    TrainingSpec,
)
from engine.spec.presets import list_presets
from engine.spec.toml import format_spec, parse_spec, read_spec, write_spec

SPECS = (
    RunSpec(),
    RunSpec(training=TrainingSpec(max_epochs=None)),
    RunSpec(
        name='none, "quoted" \\ and\nover lines # ☃',
        description="none",
        devices=DevicesSpec(use=("cpu:0,2", "GPU-5c0b"), kind="gpu", count=3, cores_per_slice=2),
        strategy=DdpSpec(bucket_megabytes=0.1, sync_batch_norm=True),
        model=MlpSpec(hidden=()),
        data=SyntheticImagesSpec(noise=1e-300, num_train=7),
        training=TrainingSpec(
            optimizer=SgdSpec(learning_rate=1 / 3, nesterov=True),
            schedule=StepDecaySpec(every_epochs=2.5),
            clip_gradient_norm=float("inf"),
            max_epochs=None,
            max_steps=10**9,
            max_seconds=0.1 + 0.2,
            early_stop_evaluations=2,
            checkpoint_every_steps=1,
            precision="bf16",
            last_batch="drop",
        ),
    ),
    RunSpec(
        strategy=DataParallelSpec(),
        model=CnnSpec(channels=(1,)),
        data=DigitsSpec(test_fraction=0.3),
        training=TrainingSpec(optimizer=AdamSpec(), schedule=CosineSpec(warmup_steps=5)),
    ),
    RunSpec(model=ResNet18Spec(small_input=False)),
)


@pytest.mark.parametrize("spec", SPECS)
def test_that_a_spec_reads_back_exactly(spec: RunSpec, tmp_path: Path) -> None:
    assert parse_spec(format_spec(spec)) == spec
    path = tmp_path / "spec.toml"
    write_spec(path, spec)
    assert read_spec(path) == spec
    assert list(tmp_path.iterdir()) == [path]


def test_that_every_preset_is_a_sound_spec() -> None:
    presets = list_presets()
    assert {"digits-single", "digits-data-parallel", "digits-ddp"} <= {path.stem for path in presets}
    for path in presets:
        spec = read_spec(path)
        assert parse_spec(format_spec(spec)) == spec


def test_that_an_empty_text_is_the_default_spec() -> None:
    assert parse_spec("") == RunSpec()


def test_that_none_empties_an_optional_field_and_is_plain_text_elsewhere() -> None:
    spec = parse_spec('name = "none"\n[training]\nmax_epochs = "none"\nmax_steps = "none"\n')
    assert (spec.name, spec.training.max_epochs, spec.training.max_steps) == ("none", None, None)


def test_that_a_whole_number_is_a_number() -> None:
    spec = parse_spec("[training.optimizer]\nkind = 'sgd'\nlearning_rate = 1\n")
    assert spec.training.optimizer.learning_rate == 1.0
    assert isinstance(spec.training.optimizer.learning_rate, float)


@pytest.mark.parametrize(
    ("text", "line", "place", "mend"),
    [
        ("name = digits", 1, "line 1, column 8", "quotation marks"),
        ('\n\nname = "digits\n', 3, "line 3", "quotation marks"),
        ("version = 1\n[training\n", 2, "line 2", "[training]"),
        ("[training]\nmax_epochs 3\n", 2, "line 2, column 12", "NAME = VALUE"),
        ("seed = 1\nseed = 2\n", 2, "line 2", "keep one"),
        ("[data]\n[data]\n", 2, "line 2", "keep one"),
        ("a = [1,\n\n", 1, "line 1", "quotation marks"),
    ],
)
def test_that_broken_toml_is_told_with_its_place(text: str, line: int, place: str, mend: str) -> None:
    with pytest.raises(SpecError) as caught:
        parse_spec(text)
    (problem,) = caught.value.problems
    assert problem.line == line
    assert place in problem.sentence
    assert mend in problem.mend


@pytest.mark.parametrize(
    ("text", "said"),
    [("seed = " + "9" * 6000, "too many digits"), ("seed = " + "[" * 6000, "nested too deeply")],
)
def test_that_hostile_toml_is_told(text: str, said: str) -> None:
    with pytest.raises(SpecError, match=said):
        parse_spec(text)


def test_that_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"gone\.toml cannot be read: it is not there"):
        read_spec(tmp_path / "gone.toml")


def test_that_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="it is a folder"):
        read_spec(tmp_path)
    with pytest.raises(SpecError, match="cannot be written: it is a folder"):
        write_spec(tmp_path, RunSpec())


def test_that_a_file_within_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SpecError, match="no folder"):
        read_spec(tmp_path / "file" / "spec.toml")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_that_a_file_one_may_not_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "spec.toml"
    path.touch(mode=0o000)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    with pytest.raises(SpecError, match="no permission"):
        read_spec(path)


def test_that_a_file_that_is_no_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "spec.toml"
    path.write_bytes(b'version = 1\nname = "Gr\xfcn"\n')
    with pytest.raises(SpecError, match="not UTF-8") as caught:
        read_spec(path)
    assert caught.value.problems[0].line == 2


def test_that_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "spec.toml"
    path.write_bytes(b'\xef\xbb\xbfname = "x"\r\n[training]\r\nmax_epochs = 0\r\n')
    with pytest.raises(SpecError) as caught:
        read_spec(path)
    assert [(problem.field, problem.line) for problem in caught.value.problems] == [
        ("training.max_epochs", 3)
    ]


def test_that_writing_through_a_link_keeps_link_and_permissions(tmp_path: Path) -> None:
    target, link = tmp_path / "target.toml", tmp_path / "link.toml"
    target.touch(mode=0o600)
    link.symlink_to(target)
    write_spec(link, RunSpec(name="linked"))
    assert link.is_symlink()
    assert read_spec(target).name == "linked"
    assert target.stat().st_mode & 0o777 == 0o600


def test_that_writing_into_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="cannot be written: it is not there"):
        write_spec(tmp_path / "gone" / "spec.toml", RunSpec())
