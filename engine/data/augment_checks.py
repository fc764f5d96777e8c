"""Augmentation against the pictures it is for."""

from collections.abc import Iterator

from engine.errors import Fix, Problem, Severity
from engine.plan.records import DataFacts
from engine.spec.augment import AugmentSpec


def check_augment(augment: AugmentSpec, facts: DataFacts, *, can_mirror: bool = True) -> Iterator[Problem]:
    """What does not fit.

    Args:
        augment: What is asked for.
        facts: Of pictures: `input_shape` is channels, height, width.
        can_mirror: Whether a mirrored picture still shows its class.
    """
    channels = facts.input_shape[0]
    if augment.normalise == "imagenet" and channels != 3:
        yield Problem(
            field="data.augment.normalise",
            sentence=f"ImageNet's mean and deviation are of 3 channels; these pictures have {channels}.",
            mend="Choose centred.",
            fix=Fix(label="Use centred", changes={"data.augment.normalise": "centred"}),
        )
    if channels not in (1, 3) and (augment.policy != "none" or augment.jitter):
        yield Problem(
            field="data.augment.policy" if augment.policy != "none" else "data.augment.jitter",
            sentence=f"Changes of colour are for 1 or 3 channels; these pictures have {channels}.",
            mend="Crop, flip and erasing work with any.",
            fix=Fix(
                label="Leave colours alone",
                changes={"data.augment.policy": "none", "data.augment.jitter": 0.0},
            ),
        )
    if augment.flip and not can_mirror:
        yield Problem(
            field="data.augment.flip",
            sentence="A mirrored digit is not that digit any more.",
            mend="Switch it off.",
            severity=Severity.WARNING,
            fix=Fix(label="Switch it off", changes={"data.augment.flip": False}),
        )


def check_no_augment(augment: AugmentSpec) -> Iterator[Problem]:
    """Samples that are no pictures cannot be changed like pictures."""
    if augment != AugmentSpec():
        yield Problem(
            field="data.augment",
            sentence="Only pictures can be augmented; these samples are none.",
            mend="Switch augmentation off.",
            fix=Fix(label="Switch it off", changes={"data.augment": AugmentSpec().model_dump()}),
        )
