"""`paraloom list --filter`, on real run folders."""

import json
from pathlib import Path

import pytest

from engine.cli import main
from engine.record.folder import RunFolder
from engine.record.series import SeriesSet


def test_that_runs_are_listed_by_a_filter(
    folder: RunFolder, runs_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with SeriesSet(folder.series_dir) as series:
        series.report("eval", "accuracy", 1, 0.9)
        series.report("eval", "accuracy", 2, 0.8)
    for wanted, is_listed in (
        ("strategy:ddp best(eval/accuracy)>0.85", True),
        ("strategy:ddp eval/accuracy>0.85", False),
        ("is:archived", False),
    ):
        assert main(["list", "--filter", wanted]) == 0
        assert (folder.name in capsys.readouterr().out) is is_listed, wanted
    assert main(["list", "--filter", "learning_rate:0.001", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["options"]["strategy.kind"] == "ddp"
    assert row["metrics"]["max(eval/accuracy)"] == 0.9
    assert main(["list", "--filter", "acuracy>0.9"]) == 2
    assert "Did you mean accuracy?" in capsys.readouterr().err
