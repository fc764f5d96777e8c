"""Runs that want the same devices wait for each other, in an order that can be changed."""

from pathlib import Path

from engine.devices.inventory import read_inventory
from engine.launcher.start import start_run
from engine.launcher.steer import kill_and_wait, send
from engine.launcher.warm import Loom
from engine.record import queue
from engine.record.events import RunState, StateChanged, read_events
from engine.record.folder import RunFolder
from engine.record.leases import holders
from engine.spec import DevicesSpec
from tests.running import (
    ENDLESS,
    kill,
    processes_of,
    small_spec,
    start_small,
    wait_for_end,
    wait_for_first_step,
    wait_for_state,
)
from tests.waiting import wait_until


def start_on(loom: Loom, runs_dir: Path, *devices: str, max_steps: int = 3) -> RunFolder:
    """A run on these slices."""
    spec = small_spec(strategy="single" if len(devices) == 1 else "ddp", max_steps=max_steps)
    spec = spec.model_copy(update={"devices": DevicesSpec(use=devices)})
    return start_run(loom, runs_dir, spec, read_inventory())


def wait_for_tickets(runs_dir: Path, *folders: RunFolder) -> None:
    names = tuple(folder.name for folder in folders)
    wait_until(
        lambda: tuple(ticket.run for ticket in queue.waiting(runs_dir)) == names, what=f"the queue {names}"
    )


def slices() -> tuple[str, ...]:
    return tuple(device.id for device in read_inventory().cpu_slices(1))


def test_that_runs_on_disjoint_devices_run_at_once(loom: Loom, runs_dir: Path) -> None:
    first = start_small(loom, runs_dir, strategy="single", devices=1, max_steps=ENDLESS)
    wait_for_first_step(first)
    second = start_small(loom, runs_dir, strategy="single", devices=1, max_steps=ENDLESS)
    wait_for_first_step(second)
    assert set(holders(runs_dir).values()) == {first.name, second.name}
    kill_and_wait(first)
    kill_and_wait(second)
    assert holders(runs_dir) == {}


def test_that_a_run_waits_for_its_device_and_starts_when_it_is_free(loom: Loom, runs_dir: Path) -> None:
    device = slices()[0]
    first = start_on(loom, runs_dir, device, max_steps=ENDLESS)
    wait_for_first_step(first)
    second = start_on(loom, runs_dir, device)
    wait_for_state(second, RunState.QUEUED)
    kill(processes_of(first).launcher)  # the lease goes with it, whatever way it ends
    assert wait_for_end(second).state is RunState.COMPLETED
    states = [event.state for event in read_events(second) if isinstance(event, StateChanged)]
    assert states[:4] == [RunState.CREATED, RunState.QUEUED, RunState.STARTING, RunState.RUNNING]


def test_that_the_order_of_waiting_runs_can_be_changed(loom: Loom, runs_dir: Path) -> None:
    device = slices()[0]
    first = start_on(loom, runs_dir, device, max_steps=ENDLESS)
    wait_for_first_step(first)
    second = start_on(loom, runs_dir, device)
    wait_for_tickets(runs_dir, second)
    third = start_on(loom, runs_dir, device)
    wait_for_tickets(runs_dir, second, third)
    queue.move(runs_dir, third.name, 0)
    wait_for_tickets(runs_dir, third, second)
    kill_and_wait(first)
    assert wait_for_end(third).state is RunState.COMPLETED
    assert wait_for_end(second).state is RunState.COMPLETED
    assert starting_time(third) < starting_time(second)


def starting_time(folder: RunFolder) -> float:
    events = read_events(folder)
    return next(
        event.time for event in events if isinstance(event, StateChanged) and event.state == "starting"
    )


def test_that_a_waiting_run_that_is_stopped_leaves_the_queue(loom: Loom, runs_dir: Path) -> None:
    device = slices()[0]
    first = start_on(loom, runs_dir, device, max_steps=ENDLESS)
    wait_for_first_step(first)
    second = start_on(loom, runs_dir, device)
    wait_for_state(second, RunState.QUEUED)
    send(second, "stop")
    status = wait_for_end(second)
    assert status.state is RunState.STOPPED
    assert queue.waiting(runs_dir) == ()
    assert first.is_alive()
    kill_and_wait(first)
