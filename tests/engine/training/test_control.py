from engine.record.commands import Action, Command, new_command
from engine.training.control import Control, LocalSums, next_interval
from engine.training.peers import Peers


class Wishes:
    """Commands that the test makes up."""

    def __init__(self) -> None:
        self.waiting: list[Command] = []

    def ask(self, *actions: Action) -> None:
        self.waiting += [new_command(action, 1) for action in actions]

    def poll(self) -> tuple[Command, ...]:
        polled, self.waiting = tuple(self.waiting), []
        return polled


class Hand:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def control(wishes: Wishes, step: int = 0) -> Control:
    return Control(Peers(0, 1, None), wishes, step=step)


def test_that_the_first_agreement_is_after_the_first_step() -> None:
    one = control(Wishes(), step=40)
    assert not one.is_due(40)
    assert one.is_due(41)


def test_that_agreements_come_about_every_fifty_milliseconds() -> None:
    assert next_interval(1, 0.2) == 1
    assert next_interval(5, 0.05) == 5
    assert next_interval(10, 0.05) == 10
    assert next_interval(100, 0.2) == 25
    assert next_interval(0, 1.0) == 1


def test_that_the_interval_grows_at_most_fourfold_and_is_bounded() -> None:
    assert next_interval(1, 1e-6) == 4
    assert next_interval(10**6, 1e-3) == 4096


def test_that_the_interval_follows_the_steps() -> None:
    hand = Hand()
    one = Control(Peers(0, 1, None), Wishes(), step=0, clock=hand)
    hand.now += 0.02
    one.agree(1, [LocalSums(1.0, 0.0, 1.0)], time_is_over=False)
    assert [step for step in range(2, 6) if one.is_due(step)] == [3, 4, 5]


def test_that_means_are_over_the_samples_of_each_step() -> None:
    sums = [LocalSums(8.0, 3.0, 4.0), LocalSums(1.0, 0.0, 2.0)]
    agreement = control(Wishes()).agree(2, sums, time_is_over=True)
    assert agreement.losses.tolist() == [2.0, 0.5]
    assert agreement.accuracies.tolist() == [0.75, 0.0]
    assert agreement.time_is_over


def test_that_of_pause_and_continue_the_last_one_counts() -> None:
    wishes = Wishes()
    one = control(wishes)
    wishes.ask("pause", "continue", "checkpoint")
    assert one.agree(1, [], time_is_over=False).actions == {"continue", "checkpoint"}
    wishes.ask("continue", "pause")
    assert one.agree(1, [], time_is_over=False).actions == {"pause"}
    assert one.agree(1, [], time_is_over=False).actions == frozenset()


def test_that_a_command_is_obeyed_once_and_kill_is_not_ours() -> None:
    wishes = Wishes()
    one = control(wishes)
    wishes.ask("stop", "kill", "evaluate", "stop")
    assert one.agree(1, [], time_is_over=False).actions == {"stop", "evaluate"}
    assert [command.action for command in one.take_obeyed("stop")] == ["stop", "stop"]
    assert one.take_obeyed("stop") == ()
    assert [command.action for command in one.take_obeyed("evaluate", "checkpoint")] == ["evaluate"]


def test_that_accuracy_is_over_all_targets_of_a_sample() -> None:
    one = Control(Peers(0, 1, None), Wishes(), step=0, targets_per_sample=5)
    agreement = one.agree(1, [LocalSums(8.0, 15.0, 4.0)], time_is_over=False)
    assert (agreement.losses.tolist(), agreement.accuracies.tolist()) == ([2.0], [0.75])
