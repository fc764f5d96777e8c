"""What passes through the socket of a survey while a long file is read."""

import json
import socket

import pytest

from engine.reading import Reading
from engine.survey import process


def test_that_how_far_a_file_is_read_is_passed_on_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        teller = process._Teller(theirs)
        teller.hear(Reading(done=1, total=9))
        monkeypatch.setattr(process, "_TOLD_SECONDS", 0.0)
        teller.hear(Reading(done=2, total=9))
        assert json.loads(ours.recv(4096)) == {"reading": {"done": 2, "total": 9, "unit": "bytes"}}
