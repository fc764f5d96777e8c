import pytest
from pydantic import ValidationError, model_validator

from engine.base import Record
from engine.errors import Problem, SpecError
from engine.spec.explain import explain
from engine.spec.toml import parse_spec


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(SpecError) as caught:
        parse_spec(text)
    return caught.value.problems


def only_problem(text: str) -> Problem:
    (problem,) = problems_of(text)
    return problem


def test_that_every_problem_is_told_at_once_in_the_order_of_the_file() -> None:
    problems = problems_of(
        """
        name = ""
        color = "red"
        [strategy]
        kind = "dpp"
        [model]
        kind = "cnn"
        channels = [
            32,
            0,
        ]
        [training]
        max_epochs = 0
        shuffle = "yes"
        optimizer = { kind = "sgd", momentum = 1.5 }
        """
    )
    assert [(problem.field, problem.line) for problem in problems] == [
        ("name", 2),
        ("color", 3),
        ("strategy.kind", 5),
        ("model.channels", 8),
        ("training.max_epochs", 13),
        ("training.shuffle", 14),
        ("training.optimizer.momentum", 15),
    ]
    assert all(problem.mend for problem in problems)


@pytest.mark.parametrize(
    ("text", "field", "sentence", "mend"),
    [
        (
            "[training]\nmax_epoch = 3",
            "training.max_epoch",
            "no option max_epoch",
            "Did you mean max_epochs?",
        ),
        ("[trainnig]", "trainnig", "no option trainnig", "Did you mean training?"),
        ("max_epochs = 3", "max_epochs", "no option max_epochs", "Did you mean training.max_epochs?"),
        (
            "[training]\nlearning_rate = 3",
            "training.learning_rate",
            "training has no option learning_rate",
            "Did you mean training.optimizer.learning_rate?",
        ),
        (
            "[training.optimizer]\nkind = 'adamw'\nmomentum = 0.9",
            "training.optimizer.momentum",
            'training.optimizer of kind "adamw" has no option momentum',
            'momentum belongs to another kind: "sgd".',
        ),
        ("[strategy]\nkind = 'single'\nxyz = 1", "strategy.xyz", "no option xyz", "It has no options."),
        (
            "[data]\nkind = 'digits'\nq = 1",
            "data.q",
            "no option q",
            "Its options are test_fraction, split_seed.",
        ),
    ],
)
def test_that_an_unknown_key_gets_the_one_that_was_meant(
    text: str, field: str, sentence: str, mend: str
) -> None:
    problem = only_problem(text)
    assert problem.field == field
    assert sentence in problem.sentence
    assert problem.mend == mend


@pytest.mark.parametrize(
    ("setting", "sentence", "mend"),
    [
        ("max_epochs = 0", "0 is too small.", 'Give a whole number from 1 to 1,000,000, or "none".'),
        (
            "max_epochs = 1_000_000_000",
            "1,000,000,000 is too large.",
            "Give a whole number from 1 to 1,000,000",
        ),
        (f"max_epochs = {10**40}", "a number of 41 digits is too large.", "Give a whole number"),
        ("micro_batch_size = 1.5", "1.5 is not a whole number.", "Give a whole number from 1 to 10,000,000."),
        ("micro_batch_size = true", "true is not a whole number.", "Give a whole number"),
        ('seed = "3"', '"3" is not a whole number.', "Give a whole number from 0"),
        ("shuffle = 1", "1 is not true or false.", "Give true or false."),
        ("clip_gradient_norm = nan", "nan is not a number.", 'Give a number above 0, or "none".'),
        ("clip_gradient_norm = 0", "0 is too small.", "Give a number above 0"),
        ('hang_timeout_seconds = "long"', '"long" is not a number.', "Give a number from 1 to 1,000,000."),
        (
            'precision = "fp31"',
            '"fp31" cannot be chosen',
            'Did you mean "fp32"? Give "fp64", "fp32", "tf32", "bf16" or',
        ),
        ("last_batch = 3", "3 cannot be chosen here.", 'Give "keep" or "drop".'),
        ("seed = 2026-01-01", "2026-01-01 is not a whole number.", "Give a whole number"),
        ('seed = "none"', '"none" is not a whole number.', "Give a whole number"),
    ],
)
def test_that_a_bad_value_gets_what_is_possible(setting: str, sentence: str, mend: str) -> None:
    problem = only_problem(f"[training]\n{setting}\n")
    assert problem.field == f"training.{setting.split()[0]}"
    assert problem.line == 2
    assert sentence in problem.sentence
    assert mend in problem.mend


def test_that_a_text_too_long_or_empty_is_told() -> None:
    assert only_problem('name = ""').sentence == "It is empty."
    long = only_problem(f'name = "{"x" * 300}"')
    assert "with 300 characters" in long.sentence
    assert len(long.sentence) < 120
    assert long.mend == "Give text of 1 to 80 characters."


def test_that_a_text_in_place_of_a_list_is_told() -> None:
    problem = only_problem('[devices]\nuse = "cpu:0"')
    assert (problem.field, problem.line) == ("devices.use", 2)
    assert problem.sentence == '"cpu:0" is not a list.'


def test_that_the_wrong_item_of_a_list_is_counted() -> None:
    first, second = problems_of('[model]\nkind = "mlp"\nhidden = [8, 0, "a"]')
    assert first.field == second.field == "model.hidden"
    assert first.sentence == "Item 2: 0 is too small."
    assert second.sentence == 'Item 3: "a" is not a whole number.'


@pytest.mark.parametrize("kind", ['"dpp"', "3", "[1]", "{ x = 1 }"])
def test_that_an_unknown_kind_lists_the_choices(kind: str) -> None:
    problem = only_problem(f"[strategy]\nkind = {kind}\n")
    assert (problem.field, problem.line) == ("strategy.kind", 2)
    assert 'Choose "single", "data_parallel", "model_parallel", "ddp", ' in problem.mend


def test_that_a_part_without_kind_lists_the_choices() -> None:
    problem = only_problem("\n[training.optimizer]\nlearning_rate = 0.1\n")
    assert (problem.field, problem.line) == ("training.optimizer.kind", 2)
    assert problem.mend == 'Set kind to "sgd", "adam" or "adamw".'


def test_that_a_value_in_place_of_a_part_is_told() -> None:
    assert 'strategy.kind = "ddp"' in only_problem('strategy = "ddp"').mend
    assert 'model.kind = "mlp"' in only_problem("model = [1]").mend
    assert "[training]" in only_problem("training = 3").mend
    assert "[training]" in only_problem("[[training]]").mend


def test_that_another_version_is_told_alone() -> None:
    problem = only_problem("\nversion = 2\nnew_option = 3\n")
    assert (problem.field, problem.line) == ("version", 2)
    assert "version 2" in problem.sentence
    assert "newer Paraloom" in problem.mend
    assert only_problem("version = true").field == "version"


class _Pair(Record):
    least: int = 0
    most: int = 1

    @model_validator(mode="after")
    def _in_order(self) -> "_Pair":
        if self.least > self.most:
            raise ValueError("least is above most.")
        return self


class _Holder(Record):
    pair: _Pair = _Pair()


def test_that_what_a_record_says_about_itself_is_told_in_its_words() -> None:
    with pytest.raises(ValidationError) as caught:
        _Holder.model_validate({"pair": {"least": 3}})
    (problem,) = explain(caught.value, _Holder, {("pair",): 4})
    assert problem == Problem(field="pair", sentence="least is above most.", line=4)
