"""The earliest real cause is named, with what can be done about it."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.launcher.causes import is_secondary, known_cause
from engine.launcher.diagnosis import Evidence, diagnose
from engine.launcher.hang_watch import Hang
from engine.launcher.witness import AgentEnded, Death
from engine.record.beat import Beat, Phase
from engine.record.folder import RunFolder, create_run
from tests.engine.launcher.plans import plan_on_slices
from tests.running import small_spec

PIDS = {0: 100, 1: 101}
PEER = "Connection closed by peer [127.0.0.1]:4242"


@pytest.fixture
def folder(runs_dir: Path) -> RunFolder:
    return create_run(runs_dir, small_spec(), plan_on_slices(2))


def note(folder: RunFolder, rank: int, time: float, sentence: str, **more: Any) -> None:
    text = json.dumps(
        {"time": time, "rank": rank, "error_type": "RuntimeError", "sentence": sentence, **more}
    )
    folder.failure_path(1, rank).write_text(text)


def told(folder: RunFolder, hang: Hang | None = None, **evidence: Any) -> Any:
    seen = Evidence(rank_pids=PIDS, **evidence)
    return diagnose(folder, plan_on_slices(2), 1, seen, time=50.0, hang=hang)


def test_that_a_killed_rank_comes_before_its_partners_lost_connection(folder: RunFolder) -> None:
    note(folder, 0, 10.0, PEER)
    deaths = (Death(pid=100, time=10.1, exit_code=1), Death(pid=101, time=10.2, signal="SIGKILL"))
    failure = told(folder, deaths=deaths)
    assert (failure.rank, failure.signal, failure.diagnosis) == (1, "SIGKILL", "killed")
    assert "Rank 1 on CPU 1 was ended by SIGKILL" in failure.sentence


def test_that_the_rank_that_raised_first_is_named(folder: RunFolder) -> None:
    note(folder, 1, 10.0, "shapes do not fit", diagnosis="raised")
    note(folder, 0, 10.5, "another error")
    failure = told(folder)
    assert failure.rank == 1
    assert failure.diagnosis == "raised"
    assert "shapes do not fit" in failure.sentence


def test_that_a_lost_connection_is_named_where_nothing_else_is_known(folder: RunFolder) -> None:
    note(folder, 0, 10.0, PEER)
    assert "lost touch with another rank" in told(folder).sentence


def test_that_an_exit_without_a_word_shows_code_and_log(folder: RunFolder) -> None:
    folder.log_path(1).write_text("\n".join(f"line {number}" for number in range(50)))
    failure = told(folder, deaths=(Death(pid=101, time=9.0, exit_code=3),))
    assert (failure.rank, failure.exit_code, failure.diagnosis) == (1, 3, "exited")
    assert failure.last_lines == tuple(f"line {number}" for number in range(30, 50))
    assert failure.log == "logs/rank-1.log"


def test_that_a_kill_while_memory_ran_out_is_called_so(folder: RunFolder) -> None:
    failure = told(folder, deaths=(Death(pid=101, time=9.0, signal="SIGKILL"),), memory_kills=1)
    assert failure.diagnosis == "out_of_memory"


def test_that_a_bus_error_leads_to_shared_memory(folder: RunFolder) -> None:
    failure = told(folder, deaths=(Death(pid=100, time=9.0, signal="SIGBUS"),))
    assert failure.diagnosis == "shared_memory"
    assert "training.data_workers" in failure.mend


def test_that_a_hang_names_rank_phase_and_time(folder: RunFolder) -> None:
    beat = Beat(step=7, phase=Phase.BACKWARD, time=1.0, pid=101)
    failure = told(folder, hang=Hang(rank=1, seconds=33.4, beat=beat, is_stopped=False))
    assert failure.diagnosis == "hung"
    assert "hung in backward of step 7: no sign of life for 33 s" in failure.sentence


def test_that_trouble_of_the_agent_itself_is_told_in_its_words(folder: RunFolder) -> None:
    word = AgentEnded(
        succeeded=False, sentence="No free port was found.", diagnosis="port_taken", mend="Wait."
    )
    failure = told(folder, agent=word)
    assert (failure.sentence, failure.diagnosis, failure.log) == (
        "No free port was found.",
        "port_taken",
        "logs/launcher.log",
    )


def test_that_a_killed_agent_is_named(folder: RunFolder) -> None:
    assert "SIGKILL" in told(folder, agent_signal="SIGKILL").sentence


@pytest.mark.parametrize(
    ("text", "diagnosis"),
    [
        ("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB", "out_of_memory"),
        ("DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes", "out_of_memory"),
        ("DataLoader worker (pid 3) is killed by signal: Bus error. It is possible that", "shared_memory"),
        ("DataLoader worker (pid 3) is killed by signal: Killed.", "killed"),
        ("OSError: [Errno 98] Address already in use", "port_taken"),
        ("ModuleNotFoundError: No module named 'timm'", "missing_package"),
        ("OSError: [Errno 28] No space left on device", "disk_full"),
        ("OSError: [Errno 30] Read-only file system: 'x'", "read_only"),
        ("NCCL error in: ProcessGroupNCCL.cpp:1, unhandled system error", "nccl"),
        ("RuntimeError: Found no NVIDIA driver on your system", "cuda_driver"),
    ],
)
def test_that_known_causes_are_recognised(text: str, diagnosis: str) -> None:
    cause = known_cause(text)
    assert cause is not None
    assert cause.diagnosis == diagnosis
    assert cause.mend


def test_that_the_missing_package_is_named() -> None:
    cause = known_cause("ModuleNotFoundError: No module named 'timm'")
    assert cause is not None
    assert "pip install timm" in cause.mend


def test_that_an_ordinary_error_is_neither_known_nor_secondary() -> None:
    assert known_cause("ValueError: 3 is not 4") is None
    assert not is_secondary("ValueError: 3 is not 4")
    assert is_secondary(PEER)
