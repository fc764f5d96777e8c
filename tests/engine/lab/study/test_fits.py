"""Laws of scaling find their own parameters again, with an error where there is one."""

import numpy as np
import pytest

from engine.lab.study.fits import fit_amdahl, fit_gustafson, fit_usl

DEVICES = (2, 4, 8, 16)


def test_that_amdahls_law_finds_its_serial_share() -> None:
    fit = fit_amdahl([(number, 1 / (0.1 + 0.9 / number)) for number in DEVICES])
    assert fit.value("serial_share") == pytest.approx(0.1)
    assert fit.most_speedup == pytest.approx(10)
    assert fit.rms_error == pytest.approx(0, abs=1e-12)
    assert fit.curve[0] == (1.0, pytest.approx(1.0)) and fit.curve[-1][0] == 16


def test_that_one_point_has_no_error_and_noise_has_one() -> None:
    assert fit_amdahl([(2, 1.5)]).parameters[0].error is None
    assert fit_amdahl([(2, 1.5)]).value("serial_share") == pytest.approx(1 / 3)
    noisy = [(2, 1.8), (4, 3.3), (8, 4.4)]
    error = fit_amdahl(noisy).parameters[0].error
    assert error is not None and 0 < error < 0.05


def test_that_more_than_ideal_is_a_serial_share_of_nothing() -> None:
    fit = fit_amdahl([(2, 2.1), (4, 4.3)])
    assert (fit.value("serial_share"), fit.most_speedup) == (0.0, None)
    assert fit.rms_error > 0.1


def test_that_gustafsons_law_finds_its_serial_share() -> None:
    fit = fit_gustafson([(number, number - 0.2 * (number - 1)) for number in DEVICES])
    assert fit.value("serial_share") == pytest.approx(0.2)
    assert fit.law == "gustafson"


def test_that_the_universal_law_finds_both_and_its_peak() -> None:
    points = [
        (number, number / (1 + 0.05 * (number - 1) + 0.01 * number * (number - 1))) for number in DEVICES
    ]
    fit = fit_usl(points)
    assert fit.value("contention") == pytest.approx(0.05)
    assert fit.value("coherency") == pytest.approx(0.01)
    peak = np.sqrt(0.95 / 0.01)
    assert fit.most_speedup == pytest.approx(peak / (1 + 0.05 * (peak - 1) + 0.01 * peak * (peak - 1)))


def test_that_no_parameter_of_the_universal_law_is_negative() -> None:
    fit = fit_usl([(2, 1.6), (4, 2.9), (8, 5.6)])
    assert fit.value("coherency") == 0.0
    assert fit.value("contention") > 0
    assert fit.most_speedup == pytest.approx(1 / fit.value("contention"))
