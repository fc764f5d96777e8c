"""The process that takes a survey: a question comes in on a socket, and part after part goes out."""

import json
import os
import socket
import time
import traceback
from collections.abc import Collection
from pathlib import Path

from engine.reading import Reading, listened
from engine.spec.run import RunSpec
from engine.survey.limits import limit_memory
from engine.survey.records import PARTS, Part, Survey

_MOST_QUESTION = 2**24
_TOLD_SECONDS = 0.25
"""At most so often it is told how far the reading of a file is; of one that takes less, never."""


def main(descriptor: int) -> int:
    """Answer one question, a line of JSON for each part; gives the exit code.

    Args:
        descriptor: Of a stream socket whose other end `engine.launcher.survey_process` has.
    """
    with socket.socket(fileno=descriptor) as connection:
        try:
            spec, parts = _read_question(connection)
            from engine.survey.take import take_survey

            limit_memory()
            with listened(_Teller(connection).hear):
                for survey in take_survey(spec, parts):
                    _send(connection, survey)
        except ConnectionError:
            return 1  # nobody wants it any more
        except Exception:  # noqa: BLE001 whoever asked sees that parts are missing; here stands why
            traceback.print_exc()
            return 1
    return 0


def write_question(connection: socket.socket, spec: RunSpec, parts: Collection[Part]) -> None:
    """Ask for parts of a survey. Raises ConnectionError where the other end is gone."""
    question = {
        "spec": spec.model_dump(mode="json"),
        "parts": [part for part in PARTS if part in parts],
        "folder": str(Path.cwd()),
    }
    connection.sendall(json.dumps(question).encode() + b"\n")


class _Teller:
    """Passes on how far a long file is read."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._told = time.monotonic()

    def hear(self, reading: Reading) -> None:
        """Now, if it was not told a moment ago."""
        now = time.monotonic()
        if now - self._told >= _TOLD_SECONDS:
            self._told = now
            _send(self._connection, Survey(reading=reading))


def _send(connection: socket.socket, survey: Survey) -> None:
    connection.sendall(survey.model_dump_json(exclude_none=True).encode() + b"\n")


def _read_question(connection: socket.socket) -> tuple[RunSpec, tuple[Part, ...]]:
    with connection.makefile("rb") as lines:
        question = json.loads(lines.readline(_MOST_QUESTION))
    os.chdir(question["folder"])  # where a path that is not full begins for whoever asks
    return RunSpec.model_validate_json(json.dumps(question["spec"])), tuple(question["parts"])
