"""The scalars in one event of an event file."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from engine.tensorboard.wire import fields, signed, varints

# Field numbers of event.proto, summary.proto and tensor.proto.
# Source: https://github.com/tensorflow/tensorboard/tree/master/tensorboard/compat/proto
_EVENT_TIME, _EVENT_STEP, _EVENT_SUMMARY = 1, 2, 5
_SUMMARY_VALUE = 1
_VALUE_TAG, _VALUE_SIMPLE, _VALUE_TENSOR, _VALUE_METADATA = 1, 2, 8, 9
_METADATA_PLUGIN, _PLUGIN_NAME = 1, 1
_TENSOR_TYPE, _TENSOR_SHAPE, _TENSOR_CONTENT = 1, 2, 4
_SHAPE_DIM = 2
_FLOAT, _DOUBLE, _INT32, _INT64 = 1, 2, 3, 9
_CONTENT_FORMS = {_FLOAT: "<f", _DOUBLE: "<d", _INT32: "<i", _INT64: "<q"}
_LIST_FIELDS = {_FLOAT: 5, _DOUBLE: 6, _INT32: 7, _INT64: 10}
"""Of a tensor type: the field that lists its numbers where they are not in the content."""
_SCALARS = "scalars"


@dataclass(frozen=True, slots=True)
class Scalar:
    """One number that a script wrote down."""

    tag: str
    step: int
    time: float
    """Unix time, s."""
    value: float


def scalars_of(event: bytes) -> Iterator[Scalar]:
    """Every scalar of an event; pictures, texts, histograms and the like are passed over.

    Raises:
        ValueError: This is no event.
    """
    step, time, summaries = 0, 0.0, []
    for number, value in fields(event):
        if number == _EVENT_TIME and isinstance(value, bytes):
            (time,) = struct.unpack("<d", value)
        elif number == _EVENT_STEP and isinstance(value, int):
            step = signed(value)
        elif number == _EVENT_SUMMARY and isinstance(value, bytes):
            summaries.append(value)
    for summary in summaries:
        for number, value in fields(summary):
            if number == _SUMMARY_VALUE and isinstance(value, bytes):
                tag, figure = _tag_and_figure(value)
                if tag and figure is not None:
                    yield Scalar(tag, step, time, figure)


def _tag_and_figure(data: bytes) -> tuple[str, float | None]:
    tag, figure, plugin = "", None, ""
    for number, value in fields(data):
        if not isinstance(value, bytes):
            continue
        if number == _VALUE_TAG:
            tag = value.decode(errors="replace")
        elif number == _VALUE_SIMPLE:
            (figure,) = struct.unpack("<f", value)
        elif number == _VALUE_TENSOR:
            figure = _number_in(value)
        elif number == _VALUE_METADATA:
            plugin = _plugin(value)
    return tag, figure if plugin in ("", _SCALARS) else None


def _plugin(metadata: bytes) -> str:
    for number, value in fields(metadata):
        if number == _METADATA_PLUGIN and isinstance(value, bytes):
            for inner, name in fields(value):
                if inner == _PLUGIN_NAME and isinstance(name, bytes):
                    return name.decode(errors="replace")
    return ""


def _number_in(tensor: bytes) -> float | None:
    """The number of a tensor without dimensions; None for any other."""
    kind, content, listed = 0, b"", {}
    for number, value in fields(tensor):
        if number == _TENSOR_TYPE and isinstance(value, int):
            kind = value
        elif number == _TENSOR_SHAPE and isinstance(value, bytes):
            if any(inner == _SHAPE_DIM for inner, _ in fields(value)):
                return None
        elif number == _TENSOR_CONTENT and isinstance(value, bytes):
            content = value
        else:
            listed[number] = value
    form = _CONTENT_FORMS.get(kind)
    if form is None:
        return None
    if content:
        return float(struct.unpack(form, content)[0]) if len(content) == struct.calcsize(form) else None
    return _listed(kind, form, listed.get(_LIST_FIELDS[kind]))


def _listed(kind: int, form: str, value: int | bytes | None) -> float | None:
    if value is None:
        return 0.0  # what is not written is 0
    if isinstance(value, int):
        return float(signed(value))
    if kind in (_INT32, _INT64):
        numbers = list(varints(value))
        return float(signed(numbers[0])) if len(numbers) == 1 else None
    return float(struct.unpack(form, value)[0]) if len(value) == struct.calcsize(form) else None
