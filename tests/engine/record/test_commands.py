from engine.record.commands import CommandTail, append_command, new_command
from engine.record.folder import RunFolder, begin_attempt
from engine.spec import RunSpec


def test_that_commands_arrive_once_and_in_order(folder: RunFolder) -> None:
    tail = CommandTail(folder.commands_path, attempt=1)
    assert tail.poll() == ()
    first, second = append_command(folder, "pause"), append_command(folder, "continue")
    assert tail.poll() == (first, second)
    assert tail.poll() == ()


def test_that_every_command_has_an_id_of_its_own() -> None:
    assert len({new_command("stop", 1).id for _ in range(100)}) == 100


def test_that_a_resumed_run_never_obeys_an_old_command(folder: RunFolder, spec: RunSpec) -> None:
    append_command(folder, "stop")
    attempt = begin_attempt(folder, spec, folder.read_plan(), None)
    tail = CommandTail(folder.commands_path, attempt)
    assert tail.poll() == ()
    wish = append_command(folder, "pause")
    assert wish.attempt == 2
    assert tail.poll() == (wish,)


def test_that_damaged_commands_are_skipped_and_counted(folder: RunFolder) -> None:
    folder.commands_path.write_bytes(b'{"action": "dance", "attempt": 1, "id": "a", "time": 1}\n\x80\n')
    wish = append_command(folder, "stop")
    tail = CommandTail(folder.commands_path, 1)
    assert tail.poll() == (wish,)
    assert tail.damaged == 2
