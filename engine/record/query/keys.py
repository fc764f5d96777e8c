"""What can be asked of a run: the keys of the filter language and what each stands for."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from engine.record.events import RunState
from engine.record.facts import Facts, Value

FLAG_KEYS = ("is", "has")


class Row(Protocol):
    """What a run has to tell; both the index's rows and the window's do."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def created(self) -> float: ...  # noqa: D102
    @property
    def state(self) -> RunState: ...  # noqa: D102
    @property
    def strategy(self) -> str: ...  # noqa: D102
    @property
    def model(self) -> str: ...  # noqa: D102
    @property
    def data(self) -> str: ...  # noqa: D102
    @property
    def devices(self) -> str: ...  # noqa: D102
    @property
    def world_size(self) -> int: ...  # noqa: D102
    @property
    def step(self) -> int | None: ...  # noqa: D102
    @property
    def train_loss(self) -> float | None: ...  # noqa: D102
    @property
    def eval_loss(self) -> float | None: ...  # noqa: D102
    @property
    def eval_accuracy(self) -> float | None: ...  # noqa: D102
    @property
    def samples_per_second(self) -> float | None: ...  # noqa: D102
    @property
    def duration_seconds(self) -> float | None: ...  # noqa: D102
    @property
    def tags(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def note(self) -> str: ...  # noqa: D102
    @property
    def archived(self) -> bool: ...  # noqa: D102
    @property
    def options(self) -> Facts: ...  # noqa: D102
    @property
    def metrics(self) -> Facts: ...  # noqa: D102


class Kind(Enum):
    """How values of a key are written and compared."""

    TEXT = auto()
    WORDS = auto()
    """Several texts, one of which has to fit."""
    NUMBER = auto()
    SHARE = auto()
    """A number from 0 to 1, also written in percent."""
    DURATION = auto()
    MOMENT = auto()
    EITHER = auto()
    """An option: a number or a text, as it comes."""


Answer = Value | tuple[str, ...]
"""What a row has under a key: None where it has nothing there."""


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that can be asked of a run."""

    name: str
    kind: Kind
    value: Callable[[Row], Answer]
    title: str = ""
    """What it is, for people."""


KEYS: dict[str, Key] = {
    key.name: key
    for key in (
        Key("name", Kind.TEXT, lambda row: row.name, title="Name of the run's folder"),
        Key("state", Kind.TEXT, lambda row: str(row.state), title="How the run stands"),
        Key("tag", Kind.WORDS, lambda row: row.tags, title="Any of its tags"),
        Key("note", Kind.TEXT, lambda row: row.note, title="What was noted"),
        Key("strategy", Kind.TEXT, lambda row: row.strategy, title="How it is spread over devices"),
        Key("model", Kind.TEXT, lambda row: row.model, title="What is trained"),
        Key("data", Kind.TEXT, lambda row: row.data, title="What it learns from"),
        Key("device", Kind.WORDS, lambda row: tuple(row.devices.split(", ")), title="Any of its devices"),
        Key("ranks", Kind.NUMBER, lambda row: row.world_size, title="How many processes train"),
        Key("step", Kind.NUMBER, lambda row: row.step, title="Steps done"),
        Key("loss", Kind.NUMBER, lambda row: row.train_loss, title="Last loss in training"),
        Key("eval_loss", Kind.NUMBER, lambda row: row.eval_loss, title="Last loss on the test samples"),
        Key("accuracy", Kind.SHARE, lambda row: row.eval_accuracy, title="Last accuracy on the test samples"),
        Key("rate", Kind.NUMBER, lambda row: row.samples_per_second, title="Samples a second"),
        Key("duration", Kind.DURATION, lambda row: row.duration_seconds, title="Time at work"),
        Key("started", Kind.MOMENT, lambda row: row.created, title="When it was started"),
    )
}
ALIASES = {
    "created": "started",
    "devices": "device",
    "samples_per_second": "rate",
    "steps": "step",
    "tags": "tag",
    "train_loss": "loss",
    "eval_accuracy": "accuracy",
    "world_size": "ranks",
}

FLAGS: dict[tuple[str, str], Callable[[Row], bool]] = {
    ("is", "alive"): lambda row: not row.state.is_over,
    ("is", "over"): lambda row: row.state.is_over,
    ("is", "waiting"): lambda row: row.state is RunState.QUEUED,
    ("is", "resumable"): lambda row: row.state.can_resume,
    ("is", "archived"): lambda row: row.archived,
    ("is", "listed"): lambda row: not row.archived,
    ("has", "tag"): lambda row: bool(row.tags),
    ("has", "note"): lambda row: bool(row.note),
    ("has", "accuracy"): lambda row: row.eval_accuracy is not None,
    ("has", "loss"): lambda row: row.train_loss is not None,
}
"""What is true of a run or not."""

_LEAST_IS_BEST = ("loss", "error", "perplexity", "seconds", "mse", "mae")


def option_key(name: str) -> Key:
    """The key of an option by its full name."""
    return Key(name, Kind.EITHER, lambda row: row.options.get(name))


def metric_key(name: str) -> Key:
    """The key of a figure of a metric by its full name, for instance `max(eval/accuracy)`."""
    return Key(name, Kind.NUMBER, lambda row: row.metrics.get(name))


def metric_name(text: str) -> str:
    """The full name of what a person calls a metric: `eval/loss` is its last value, `best(…)` its best.

    Source: https://scikit-learn.org/stable/modules/model_evaluation.html#string-name-scorers: what is called
    loss or error is the better the smaller it is, everything else the greater.
    """
    if "(" not in text:
        return f"last({text})"
    which, _, metric = text.removesuffix(")").partition("(")
    if which != "best":
        return f"{which}({metric})"
    is_least = any(word in metric.rpartition("/")[2].lower() for word in _LEAST_IS_BEST)
    return f"{'min' if is_least else 'max'}({metric})"
