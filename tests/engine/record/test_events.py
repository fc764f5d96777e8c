import math
import threading
from pathlib import Path

from engine.record.events import (
    Evaluated,
    EventTail,
    RunState,
    StateChanged,
    Warned,
    append_event,
    read_events,
)


def state(name: RunState, time: float = 1.0) -> StateChanged:
    return StateChanged(time=time, state=name)


def test_that_events_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    written = (state(RunState.CREATED), Warned(time=2.0, sentence="Slow disk.", rank=1))
    for event in written:
        append_event(tmp_path, event)
    assert read_events(tmp_path) == written
    assert read_events(tmp_path / "events.jsonl") == written


def test_that_a_loss_that_is_no_number_is_read_back(tmp_path: Path) -> None:
    append_event(
        tmp_path,
        Evaluated(time=1, step=1, epoch=1, loss=math.nan, accuracy=math.inf, num_samples=1, seconds=1),
    )
    (event,) = read_events(tmp_path)
    assert isinstance(event, Evaluated)
    assert math.isnan(event.loss)
    assert event.accuracy == math.inf


def test_that_a_tail_gives_each_event_once(tmp_path: Path) -> None:
    tail = EventTail(tmp_path)
    assert tail.poll() == ()
    append_event(tmp_path, state(RunState.CREATED))
    assert tail.poll() == (state(RunState.CREATED),)
    assert tail.poll() == ()
    append_event(tmp_path, state(RunState.RUNNING))
    assert tail.poll() == (state(RunState.RUNNING),)


def test_that_a_line_is_not_read_before_it_is_complete(tmp_path: Path) -> None:
    line = state(RunState.RUNNING).model_dump_json()
    path, tail = tmp_path / "events.jsonl", EventTail(tmp_path)
    path.write_text(line[:20])
    assert tail.poll() == ()
    path.write_text(line)
    assert tail.poll() == ()
    path.write_text(line + "\n")
    assert tail.poll() == (state(RunState.RUNNING),)
    assert tail.damaged == 0


def test_that_damaged_lines_are_skipped_and_counted(tmp_path: Path) -> None:
    append_event(tmp_path, state(RunState.CREATED))
    with (tmp_path / "events.jsonl").open("ab") as file:
        file.write(b'\xff\x00garbage\n{"kind": "unheard_of", "time": 1}\n\n[1, 2\n')
    append_event(tmp_path, state(RunState.RUNNING))
    tail = EventTail(tmp_path)
    assert tail.poll() == (state(RunState.CREATED), state(RunState.RUNNING))
    assert tail.damaged == 3


def test_that_an_event_after_a_torn_one_is_not_lost(tmp_path: Path) -> None:
    append_event(tmp_path, state(RunState.CREATED))
    with (tmp_path / "events.jsonl").open("ab") as file:
        file.write(b'{"kind":"state","ti')
    tail = EventTail(tmp_path)
    assert tail.poll() == (state(RunState.CREATED),)
    append_event(tmp_path, state(RunState.FAILED))
    assert tail.poll() == (state(RunState.FAILED),)
    assert tail.damaged == 1


def test_that_lines_of_many_writers_never_mix(tmp_path: Path) -> None:
    def write(rank: int) -> None:
        for number in range(200):
            append_event(tmp_path, Warned(time=number, sentence="x" * 50 * rank, rank=rank))

    writers = [threading.Thread(target=write, args=(rank,)) for rank in range(4)]
    for writer in writers:
        writer.start()
    tail, seen = EventTail(tmp_path), []
    while any(writer.is_alive() for writer in writers):
        seen += tail.poll()
    for writer in writers:
        writer.join()
    seen += tail.poll()
    assert tail.damaged == 0
    for rank in range(4):
        times = [event.time for event in seen if isinstance(event, Warned) and event.rank == rank]
        assert times == list(range(200))
