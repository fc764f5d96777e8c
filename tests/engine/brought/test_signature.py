from pathlib import Path
from typing import Any, Literal

import pytest

from engine.brought.arguments import arguments_record, check_arguments, read_arguments
from engine.brought.known import KNOWN_OF_MODELS
from engine.brought.signature import Signature, read_outline
from engine.errors import PlanError
from tests.engine.brought.files import MODEL, write


def signature(folder: Path, name: str = "Net") -> Signature:
    return read_outline(str(write(folder, MODEL)), field="model.path").signatures[name]


def test_that_arguments_become_a_record_without_running_the_file(tmp_path: Path) -> None:
    write(tmp_path, MODEL + "\nraise SystemExit")
    record = arguments_record(signature(tmp_path), KNOWN_OF_MODELS)
    found = {name: (field.annotation, field.default) for name, field in record.model_fields.items()}
    assert found == {
        "width": (int, 8),
        "rate": (float, 0.0),
        "activation": (Literal["relu", "tanh"], "relu"),
        "sizes": (tuple[int, ...], (1, 2)),
        "limit": (int | None, None),
    }
    assert record.help_of("width") == "How wide the middle is."
    assert record.help_of("activation") == "Between the layers."


@pytest.mark.parametrize(
    ("arguments", "field", "sentence"),
    [
        ({"width": "wide"}, "width", '"wide" is not a whole number.'),
        ({"activation": "gelu"}, "activation", '"gelu" cannot be chosen here.'),
        ({"sizes": (1, "b")}, "sizes", 'Item 2: "b" is not a whole number.'),
        ({"limit": 1.5}, "limit", "1.5 is not a whole number."),
        ({"depth": 3}, "depth", "Net has no argument depth."),
    ],
)
def test_that_values_that_do_not_fit_are_told_at_their_field(
    tmp_path: Path, arguments: dict[str, Any], field: str, sentence: str
) -> None:
    (problem,) = check_arguments(
        signature(tmp_path), arguments, field="model.arguments", known=KNOWN_OF_MODELS
    )
    assert problem.field == f"model.arguments.{field}"
    assert problem.sentence == sentence
    assert problem.mend


def test_that_values_that_fit_are_read_as_the_function_takes_them(tmp_path: Path) -> None:
    arguments = {"rate": 1, "sizes": (3,), "limit": "none"}
    found = signature(tmp_path)
    assert not list(check_arguments(found, arguments, field="", known=KNOWN_OF_MODELS))
    assert read_arguments(found, arguments) == {"rate": 1.0, "sizes": [3], "limit": None}


def test_that_what_is_missing_is_told_and_what_no_form_can_hold(tmp_path: Path) -> None:
    first, second = check_arguments(signature(tmp_path, "needs"), {}, field="model.arguments")
    assert first.sentence == "needs asks for width, and no value is given."
    assert second.sentence == "needs asks for other of type nn.Module, which no form can hold."


@pytest.mark.parametrize(
    ("text", "words"), [("def build(:\n", "line 1: "), ("x = 1\nif x\n", "line 2: "), ("\0", "")]
)
def test_that_what_is_no_python_is_told_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(PlanError) as caught:
        read_outline(str(write(tmp_path, text)), field="model.path")
    assert words in caught.value.problems[0].sentence
