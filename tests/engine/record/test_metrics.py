import math
from pathlib import Path

import numpy as np
import pytest

from engine.record.metrics import read_extremes
from engine.record.series import SeriesWriter
from engine.record.series_files import level_file


def write(path: Path, values: list[float]) -> Path:
    writer = SeriesWriter(path)
    writer.append_many(range(len(values)), np.arange(len(values), dtype=float), values)
    writer.close()
    return path


@pytest.mark.parametrize("count", [1, 255, 256, 257, 2000, 70_000])
@pytest.mark.parametrize("has_pyramid", [True, False])
def test_that_extremes_are_those_of_all_points(tmp_path: Path, count: int, has_pyramid: bool) -> None:
    values = np.random.default_rng(count).normal(size=count).tolist()
    path = write(tmp_path / "loss.f64", values)
    if not has_pyramid:
        level_file(path, 1).unlink(missing_ok=True)
    assert read_extremes(path) == (values[-1], min(values), max(values))


def test_that_what_is_not_a_number_is_no_extreme(tmp_path: Path) -> None:
    path = write(tmp_path / "loss.f64", [2.0, 1.0, float("nan")])
    last, least, greatest = read_extremes(path) or ()
    assert math.isnan(last) and (least, greatest) == (1.0, 2.0)


def test_that_a_series_without_points_has_none(tmp_path: Path) -> None:
    (tmp_path / "loss.f64").write_bytes(b"torn")
    assert read_extremes(tmp_path / "loss.f64") is None
    assert read_extremes(tmp_path / "missing.f64") is None
