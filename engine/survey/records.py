"""A survey as records: what a plan and a person want to know of data and model, without asking them again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from engine.base import Record
from engine.contracts import Published
from engine.data import data_for
from engine.data.preview import Preview
from engine.errors import PlanError, Problem, Severity
from engine.models import model_for
from engine.plan.build import DataSetFacts, ModelFacts
from engine.plan.records import DataFacts, ModelParts
from engine.reading import Reading
from engine.spec.run import RunSpec

Part = Literal["data", "model", "samples"]
PARTS: tuple[Part, ...] = ("data", "model", "samples")
"""In the order in which they are taken: what a plan waits for comes first."""


class DataSurvey(Record):
    """What a plan asks of a data set, answered."""

    sizes: DataFacts | None = None
    """None where they cannot be told."""
    problems: tuple[Problem, ...] = ()
    """Why not; or what does not fit beyond the sizes."""
    stamp: str = ""
    """Of its files as they were read; empty where it has none."""
    is_lost: bool = False
    """Its process ended before it told, or could not be started: it is worth asking again."""

    def facts(self, spec: RunSpec) -> DataFacts:
        """The sizes. Raises PlanError where they could not be told."""
        if self.sizes is None:
            raise PlanError(self.problems)
        return self.sizes

    def check(self, spec: RunSpec, facts: DataFacts) -> Collection[Problem]:
        """What does not fit."""
        return self.problems


class Layer(Record):
    """A layer that has weights of its own."""

    name: str
    """Dotted, as `training.freeze` takes it."""
    kind: str
    """What torch calls it, for instance `Conv2d`."""
    num_parameters: int
    """Its own; a shared weight counts with the first layer that has it."""
    output_shape: tuple[int, ...] | None
    """Of one sample; None where that cannot be told without computing."""
    parameters: tuple[str, ...]
    """What the layer calls its own, for instance `weight` and `bias`."""


class Block(Record):
    """A block of a chain, between which and the next a pipeline can be cut."""

    name: str
    """Dotted; of steps that are no layer, the last one's and a number."""
    num_parameters: int
    cost: float
    """See `engine.parallel.stage_cuts`."""


class ModelSurvey(Record):
    """What a plan asks of a model, answered; and its layers."""

    problems: tuple[Problem, ...] = ()
    """Why it does not fit the data or cannot be built."""
    batch_norm: bool = False
    fewest_samples: int = 1
    weights: Published | None = None
    """Published ones that it can start from."""
    division: ModelParts = ModelParts()
    layers: tuple[Layer, ...] = ()
    """In the order of the model; empty where it cannot be built."""
    blocks: tuple[Block, ...] = ()
    """Of the chain that it is; empty where it is none, or its costs cannot be told without computing."""
    other_names: dict[str, str] = {}
    """Further names of shared parameters, each to the first."""
    stamp: str = ""
    """Of its files as they were read; empty where it has none."""
    is_lost: bool = False
    """See `DataSurvey`."""

    @property
    def num_parameters(self) -> int:
        """Of all layers."""
        return sum(layer.num_parameters for layer in self.layers)

    def check(self, spec: RunSpec, facts: DataFacts) -> Collection[Problem]:
        """What does not fit."""
        return self.problems

    def has_batch_norm(self, spec: RunSpec, facts: DataFacts) -> bool:
        """Whether its training sees the batch as a whole."""
        return self.batch_norm

    def least_samples(self, spec: RunSpec, facts: DataFacts) -> int:
        """On how few it can be trained."""
        return self.fewest_samples

    def published(self, spec: RunSpec) -> Published | None:
        """Whether there are weights that it can start from."""
        return self.weights

    def parts(self, spec: RunSpec, facts: DataFacts) -> ModelParts:
        """How it can be divided."""
        return self.division


class SamplesSurvey(Record):
    """A look at the samples, or why there is none."""

    preview: Preview | None = None
    problem: Problem | None = None
    """A note where they are only not downloaded yet, else a warning: a run may fail where a look did."""
    is_lost: bool = False
    """See `DataSurvey`."""


class Survey(Record):
    """What is known so far. A part that was not taken, or not yet, is None."""

    data: DataSurvey | None = None
    model: ModelSurvey | None = None
    samples: SamplesSurvey | None = None
    reading: Reading | None = None
    """How far the part is that is being taken; None where nothing long is being read."""

    @property
    def stamps(self) -> tuple[str | None, str | None]:
        """Of the files of data and model as they were read; None where they were not."""
        data, model = self.data, self.model
        return (
            data.stamp if data is not None and not data.is_lost else None,
            model.stamp if model is not None and not model.is_lost else None,
        )

    @property
    def lost_parts(self) -> tuple[Part, ...]:
        """Parts whose process could not tell them."""
        return tuple(part for part in PARTS if (found := getattr(self, part)) is not None and found.is_lost)

    def with_parts_of(self, other: Survey) -> Survey:
        """This one, with the parts that another has in place of its own, and what that one reads."""
        found: dict[str, object] = {"reading": other.reading}
        found |= {part: known for part in PARTS if (known := getattr(other, part)) is not None}
        return self.model_copy(update=found)

    def of_data(self, spec: RunSpec) -> DataSetFacts:
        """Facts for a plan: of what lies in files, only what was read of them."""
        in_files = bool(data_for(spec).paths(spec))
        if self.data is not None and (in_files or not self.data.is_lost):
            return self.data
        return _UNREAD if in_files else data_for(spec)

    def of_model(self, spec: RunSpec) -> ModelFacts:
        """Facts for a plan: of a model in a file, only what was told of it."""
        in_file = bool(model_for(spec).paths(spec))
        if self.model is not None and (in_file or not self.model.is_lost):
            return self.model
        return _UNTOLD if in_file else model_for(spec)


def is_pending(problem: Problem) -> bool:
    """Whether a problem only says that something is still being read."""
    return problem in (READING_DATA, READING_MODEL)


READING_DATA = Problem(field="data", sentence="The data are being read.", severity=Severity.NOTE)
READING_MODEL = Problem(field="model", sentence="The model is being read.", severity=Severity.NOTE)
_UNREAD = DataSurvey(problems=(READING_DATA,))


class _UntoldModel(ModelSurvey):
    """Of which nothing is known yet."""

    def check(self, spec: RunSpec, facts: DataFacts) -> Collection[Problem]:
        """Raises PlanError: there can be no plan yet."""
        raise PlanError([READING_MODEL])


_UNTOLD = _UntoldModel()
