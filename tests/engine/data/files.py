"""Small real files for tests of data sets."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.errors import Problem
from engine.plan.build import PlanResult
from engine.planning import plan_run
from engine.spec import MlpSpec, RunSpec, TrainingSpec
from tests.engine.plan.machines import machine


def picture(number: int, *, size: tuple[int, int] = (8, 8)) -> NDArray[np.uint8]:
    """A picture of that number alone: uint8 [height, width, 3]."""
    return np.random.default_rng(number).integers(0, 256, (*size, 3), dtype=np.uint8)


def write_pictures(folder: Path, counts: Mapping[str, int], *, ending: str = ".png") -> Path:
    """A folder with so many pictures of each class, no two alike."""
    number = 0
    for name, count in counts.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        for index in range(count):
            Image.fromarray(picture(number)).save(folder / name / f"{index}{ending}")
            number += 1
    return folder


def problem_of(data: object) -> Problem:
    """The one problem of the data of a spec, as a plan tells it."""
    result = planned(data)
    (problem,) = [problem for problem in result.problems if problem.field.startswith("data")]
    return problem


def planned(data: object) -> PlanResult:
    """The plan of a spec with these data."""
    return plan_run(spec_of(data), machine())


def spec_of(data: object) -> RunSpec:
    """A spec with these data."""
    return RunSpec(data=data, model=MlpSpec(), training=TrainingSpec(micro_batch_size=1))  # type: ignore[arg-type]
