"""What a script's figures are called here."""

import pytest

from engine.script.names import as_share, free_metric, name_curve


@pytest.mark.parametrize(
    ("tag", "folders", "expected"),
    [
        ("loss", (), ("train", "loss")),
        ("train/loss", (), ("train", "loss")),
        ("Loss/train", (), ("train", "loss")),
        ("train_loss", (), ("train", "loss")),
        ("val_loss", (), ("val", "loss")),
        ("Accuracy/Validation", (), ("val", "accuracy")),
        ("test/acc", (), ("test", "acc")),
        ("charts/episodic_return", (), ("charts", "episodic_return")),
        ("head/train/loss", (), ("head-train", "loss")),
        ("loss", ("fold 2",), ("fold_2", "loss")),
        ("Loss", ("Loss_train",), ("train", "loss")),
        ("Loss/all", ("Loss_all_test",), ("test-loss", "all")),
        ("metrics/acc", ("1732500000.25",), ("metrics", "acc")),
        ("gpu-0/busy", (), ("script-gpu-0", "busy")),
        ("../../etc/passwd", (), ("etc", "passwd")),
        ("///", (), ("train", "value")),
        ("学习率", (), ("train", "学习率")),
    ],
)
def test_that_a_tag_has_a_source_and_a_metric(
    tag: str, folders: tuple[str, ...], expected: tuple[str, str]
) -> None:
    assert name_curve(tag, folders) == expected


def test_that_a_name_that_is_taken_is_numbered() -> None:
    taken = {("train", "loss"), ("train", "loss-2")}
    assert free_metric("train", "loss", taken) == "loss-3"
    assert free_metric("val", "loss", taken) == "loss"


def test_that_an_accuracy_in_percent_is_a_share() -> None:
    assert as_share(97.5) == 0.975
    assert as_share(0.975) == 0.975
