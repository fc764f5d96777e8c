"""A surveyed model by hand: what torch would tell of it."""

from engine.survey.records import Layer, ModelSurvey

NAMES = ("stem", "body.0.conv", "body.0.norm", "body.1.conv", "body.1.norm", "head")


def layer(name: str, num_parameters: int = 10) -> Layer:
    return Layer(
        name=name,
        kind="Linear",
        num_parameters=num_parameters,
        output_shape=(3, 4),
        parameters=("weight", "bias"),
    )


def small_model() -> ModelSurvey:
    """A stem, a body of two blocks with two layers each, a head."""
    return ModelSurvey(layers=tuple(layer(name) for name in NAMES))
