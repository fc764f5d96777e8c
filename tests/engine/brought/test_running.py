import sys
from pathlib import Path

import pytest
import torch

import engine
from engine.data import data_for
from engine.errors import only_errors
from engine.models import model_for
from engine.planning import plan_run
from engine.spec import FileDataSpec, RunSpec
from engine.spec.toml import format_spec, parse_spec
from engine.survey.take import take_survey
from tests.engine.brought.files import MACHINE, MODEL, SMALL_CNN, spec_of, write

BUILD = "from torch import nn\ndef build_model(num_classes: int, in_features: int):\n"


def sentences(spec: RunSpec) -> list[str]:
    return [f"{one.field}: {one.sentence}" for one in only_errors(plan_run(spec, MACHINE).problems)]


def test_that_the_example_is_surveyed_planned_and_written_as_it_is() -> None:
    spec = spec_of(SMALL_CNN, SMALL_CNN, width=4, depth=1)
    data, model, samples = take_survey(spec)
    assert data.data is not None and model.model is not None and samples.samples is not None
    assert not (*data.data.problems, *model.model.problems), samples
    assert data.data.sizes is not None
    assert (data.data.sizes.num_train, data.data.sizes.num_classes) == (1024, 4)
    assert model.model.division.num_blocks == 8
    assert model.model.division.tensor_widths == (("4", 64),)
    assert len(model.model.layers) == 5
    assert samples.samples.preview is not None
    assert samples.samples.preview.class_names == ("flat", "steep", "rising", "falling")
    assert plan_run(spec, MACHINE, survey=data.with_parts_of(model)).plan is not None
    assert parse_spec(format_spec(spec)) == spec


def test_that_a_module_beside_the_file_is_imported_even_where_ours_has_its_name(tmp_path: Path) -> None:
    write(tmp_path, "SIZE = 7\n", "engine.py")
    write(tmp_path, "from engine import SIZE\n", "parts/__init__.py")
    write(tmp_path, "from . import SIZE\nWIDTH = SIZE\n", "parts/widths.py")
    text = "from torch import nn\nfrom parts.widths import WIDTH\n"
    text += "def build_model(in_features: int, num_classes: int):\n"
    text += "    from engine import SIZE\n    return nn.Sequential(nn.Flatten(), nn.Linear(in_features, "
    text += "SIZE), nn.Linear(WIDTH, num_classes))\n"
    spec = spec_of(write(tmp_path, text, "a model.py"))
    plan = plan_run(spec, MACHINE).plan
    assert plan is not None
    module = model_for(spec).build(spec, plan.facts)
    assert module[1].out_features == 7
    assert sys.modules["engine"] is engine
    assert "parts" not in sys.modules


def test_that_a_changed_file_is_another_model(tmp_path: Path) -> None:
    sizes = []
    for size in (3, 44):
        write(tmp_path, f"SIZE = {size}\n" + "#" * size, "sizes.py")
        text = (
            f"from sizes import SIZE\n{BUILD}    return nn.Sequential(nn.Flatten(), nn.Linear(in_features, "
        )
        spec = spec_of(write(tmp_path, f"{text}SIZE), nn.Linear(SIZE, num_classes))\n"))
        plan = plan_run(spec, MACHINE).plan
        assert plan is not None
        sizes.append(model_for(spec).parts(spec, plan.facts).tensor_widths[0][1])
    assert sizes == [3, 44]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "model.function: brought.py defines no function and no class."),
        ("def build():\n    pass\n", "model.function: brought.py defines no build_model; there are build."),
        (
            f"import absent_module\n{BUILD}    pass\n",
            "model.path: brought.py, line 1 imports absent_module, ",
        ),
        (f"1 / 0\n{BUILD}    pass\n", "model.path: brought.py stopped at brought.py, line 1: ZeroDivision"),
        (
            f"{BUILD}    raise ValueError('no such size')\n",
            "model: build_model stopped at brought.py, line 3: ValueError: no such size.",
        ),
        (f"{BUILD}    exit(3)\n", "model: build_model stopped at brought.py, line 3: SystemExit: 3."),
        (f"{BUILD}    return 5\n", "model: build_model gives a int; a torch.nn.Module is asked for."),
        (
            f"{BUILD}    return nn.Linear(in_features, 3)\n",
            "model: Linear, tried on two samples, stopped at brought.py: RuntimeError",
        ),
        (
            f"{BUILD}    return nn.Sequential(nn.Flatten(), nn.Linear(in_features, 3))\n",
            "model: Sequential gives a tensor [2, 3] for two samples; logits [2, 10] are asked for.",
        ),
        (
            f"{BUILD}    return nn.LSTM(8, 10, batch_first=True)\n",
            "model: LSTM, tried on two samples, stopped",
        ),
    ],
)
def test_that_a_model_that_is_none_is_a_problem_with_file_and_line(
    tmp_path: Path, text: str, told: str
) -> None:
    (found,) = sentences(spec_of(write(tmp_path, text)))
    assert found.startswith(told)


@pytest.mark.parametrize(
    ("returned", "told"),
    [
        ("None", "build_data gives a NoneType; a pair (train, test) is asked for."),
        ("(x, y), 3", "test of build_data is a int; a data set with a length, or a pair of tensors,"),
        ("(x, y[:3]), (x, y)", "train of build_data has 8 inputs and 3 targets."),
        ("(x, y), (x[:0], y[:0])", "test of build_data holds no samples."),
        ("(x.byte(), y), (x.byte(), y)", "Inputs that build_data gives are torch.uint8;"),
        ("(x, x), (x, x)", "A target that build_data gives is torch.float32 of shape (2, 2)."),
        ("(x, y - 5), (x, y)", "A class that build_data gives is -5."),
        ("Broken(), (x, y)", "Sample 0 stopped at brought.py, line 5: KeyError: 'gone'."),
        ("(x, y), (x, y), 4", "The third that build_data gives is a int; a table is asked for."),
    ],
)
def test_that_data_that_are_none_are_a_problem(tmp_path: Path, returned: str, told: str) -> None:
    text = "import torch\nclass Broken:\n    def __len__(self): return 3\n    def __getitem__(self, index):\n"
    text += "        raise KeyError('gone')\n"
    text += "def build_data():\n    x, y = torch.rand(8, 2, 2), torch.arange(8) % 3\n"
    (found,) = sentences(spec_of(data=write(tmp_path, f"{text}    return {returned}\n")))
    assert found.startswith(f"data: {told}")


def test_that_a_data_set_of_torch_gives_its_sizes_and_batches(tmp_path: Path) -> None:
    text = (
        "import torch\n"
        "class Part(torch.utils.data.Dataset):\n"
        "    def __init__(self, count):\n        self.count = count\n"
        "    def __len__(self):\n        return self.count\n"
        "    def __getitem__(self, index):\n"
        "        return torch.full((3, 4, 4), float(index)), index % 5\n"
        "def build_data(count: int = 9):\n    return Part(count), Part(5)\n"
    )
    spec = RunSpec(data=FileDataSpec(path=str(write(tmp_path, text)), arguments={"count": 6}))
    facts = data_for(spec).facts(spec)
    assert (facts.num_train, facts.num_test, facts.num_classes) == (6, 5, 5)
    assert facts.input_shape == (3, 4, 4)
    train, _ = data_for(spec).load(spec)
    inputs, targets = train.take(torch.tensor([5, 1]).numpy())
    assert targets.tolist() == [0, 1]
    assert inputs[:, 0, 0, 0].tolist() == [5.0, 1.0]


def test_that_a_models_code_neither_draws_from_our_generator_nor_keeps_our_mode(tmp_path: Path) -> None:
    path = write(tmp_path, MODEL)
    before = torch.random.get_rng_state()
    assert not sentences(spec_of(path, function="Net"))
    assert torch.equal(torch.random.get_rng_state(), before)
