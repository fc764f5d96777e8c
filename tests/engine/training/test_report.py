from engine.training.report import Throughput, describe_number


def test_that_throughput_leaves_the_first_twenty_steps_out() -> None:
    speed = Throughput()
    assert speed.add(1, 10, 5.0) == 2.0
    speed.add(19, 190, 19.0)
    assert speed.add(10, 100, 1.0) == 100.0
    assert speed.samples_per_second == 100.0


def test_that_a_short_run_leaves_only_its_first_report_out() -> None:
    speed = Throughput()
    speed.add(1, 10, 5.0)
    assert speed.samples_per_second == 2.0
    speed.add(4, 40, 2.0)
    assert speed.samples_per_second == 20.0


def test_that_without_a_step_there_is_no_throughput() -> None:
    assert Throughput().samples_per_second is None


def test_that_numbers_that_are_not_finite_have_a_name() -> None:
    assert describe_number(float("nan")) == "NaN"
    assert describe_number(float("-inf")) == "infinite"
