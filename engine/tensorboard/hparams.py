"""What an event file says its run was told: the hyperparameters of TensorBoard's HParams page."""

import struct

from engine.tensorboard.wire import fields

Value = str | int | float | bool

MARK = b"hparams"
"""In every event that may tell of them: its plugin's name."""
# Field numbers of event.proto, summary.proto, hparams/plugin_data.proto, and of protobuf's struct.proto.
# Source: https://github.com/tensorflow/tensorboard/tree/master/tensorboard/plugins/hparams
_WAY = (5, 1, 9, 1, 2, 3, 1)
"""From an event through summary, value, metadata, plugin, its content and session start to each entry."""
_ENTRY_NAME, _ENTRY_VALUE = 1, 2
_NUMBER, _TEXT, _TRUTH = 2, 3, 4


def hparams_of(event: bytes) -> dict[str, Value]:
    """The hyperparameters in an event; none in most.

    Raises:
        ValueError: This is no event.
    """
    found: dict[str, Value] = {}
    for entry in _inside(event, _WAY):
        name, value = "", None
        for number, content in fields(entry):
            if number == _ENTRY_NAME and isinstance(content, bytes):
                name = content.decode(errors="replace")
            elif number == _ENTRY_VALUE and isinstance(content, bytes):
                value = _value(content)
        if name and value is not None:
            found[name] = value
    return found


def _inside(data: bytes, way: tuple[int, ...]) -> list[bytes]:
    """What lies at the end of a way through messages in messages."""
    layer = [data]
    for wanted in way:
        layer = [
            content
            for message in layer
            for number, content in fields(message)
            if number == wanted and isinstance(content, bytes)
        ]
    return layer


def _value(data: bytes) -> Value | None:
    """A number, a text or a truth; None for a list, a table or nothing."""
    for number, content in fields(data):
        if number == _NUMBER and isinstance(content, bytes):
            figure = float(struct.unpack("<d", content)[0])
            return int(figure) if figure.is_integer() and abs(figure) < 2**53 else figure
        if number == _TEXT and isinstance(content, bytes):
            return content.decode(errors="replace")
        if number == _TRUTH and isinstance(content, int):
            return bool(content)
    return None
