"""Laws of scaling, fitted to measured speed-ups by least squares. Pure.

N devices have the speed-up S(N) over one. Each law is linear in its parameters once it is rearranged, so
ordinary least squares finds them; the standard errors are those of the rearranged fit.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.lab.study.record import Scaling
from engine.lab.study.results import CandidateRow, Fit, FitParameter

USL_POINTS = 4
"""Of the single device and others together; with fewer, two parameters would fit anything."""
_CURVE_POINTS = 33

Points = Sequence[tuple[int, float]]
"""Number of devices (2 or more) and speed-up."""


def build_fits(rows: Sequence[CandidateRow], scaling: Scaling) -> tuple[Fit, ...]:
    """Every law that the measured rows can carry, family by family.

    Args:
        rows: Of a study; those without a speed-up do not count.
        scaling: Amdahl's law is for strong scaling, Gustafson's for weak.
    """
    families: dict[str, dict[int, float]] = {}
    for row in rows:
        if row.speedup is not None and row.num_devices > 1:
            families.setdefault(row.family, {}).setdefault(row.num_devices, row.speedup)
    return tuple(
        fit for family, found in families.items() for fit in _fits_of(family, sorted(found.items()), scaling)
    )


def _fits_of(family: str, points: Points, scaling: Scaling) -> Iterable[Fit]:
    yield fit_amdahl(points, family) if scaling == "strong" else fit_gustafson(points, family)
    if len(points) + 1 >= USL_POINTS:
        yield fit_usl(points, family)


def fit_amdahl(points: Points, family: str = "") -> Fit:
    """Amdahl's law, S(N) = 1 / (s + (1 − s) / N), with the serial share s.

    Rearranged: 1/S − 1/N = s (1 − 1/N).

    Source: Amdahl 1967, "Validity of the single processor approach to achieving large scale computing
    capabilities", AFIPS Conference Proceedings 30, 483–485.
    """
    devices, speedups = _arrays(points)
    (serial,), errors = _least_squares((1 - 1 / devices)[:, None], 1 / speedups - 1 / devices, ((0.0, 1.0),))

    def law(number: NDArray[np.float64]) -> NDArray[np.float64]:
        return 1 / (serial + (1 - serial) / number)

    return _fit(
        "amdahl",
        family,
        points,
        (_parameter("serial_share", serial, errors, 0),),
        law(devices),
        law(_range(devices)),
        most=1 / serial if serial > 0 else None,
    )


def fit_gustafson(points: Points, family: str = "") -> Fit:
    """Gustafson's law of scaled speed-up, S(N) = N − s (N − 1), with the serial share s.

    Source: Gustafson 1988, "Reevaluating Amdahl's law", Communications of the ACM 31(5), 532–533.
    """
    devices, speedups = _arrays(points)
    (serial,), errors = _least_squares((devices - 1)[:, None], devices - speedups, ((0.0, 1.0),))

    def law(number: NDArray[np.float64]) -> NDArray[np.float64]:
        return number - serial * (number - 1)

    return _fit(
        "gustafson",
        family,
        points,
        (_parameter("serial_share", serial, errors, 0),),
        law(devices),
        law(_range(devices)),
        most=1.0 if serial >= 1 else None,
    )


def fit_usl(points: Points, family: str = "") -> Fit:
    """The universal scalability law, S(N) = N / (1 + α (N − 1) + β N (N − 1)).

    α is contention (waiting for what is shared), β coherency (each keeping up with each other). Rearranged:
    N/S − 1 = α (N − 1) + β N (N − 1); neither may be negative.

    Source: Gunther 2007, "Guerrilla Capacity Planning", chapter 4; and 2008, arXiv:0808.1431.
    """
    devices, speedups = _arrays(points)
    terms = np.stack([devices - 1, devices * (devices - 1)], axis=1)
    (contention, coherency), errors = _least_squares(
        terms, devices / speedups - 1, ((0.0, np.inf), (0.0, np.inf))
    )

    def law(number: NDArray[np.float64]) -> NDArray[np.float64]:
        return number / (1 + contention * (number - 1) + coherency * number * (number - 1))

    most = None
    if coherency > 0:
        peak = max(1.0, float(np.sqrt(max(0.0, 1 - contention) / coherency)))
        most = float(law(np.array([peak]))[0])
    elif contention > 0:
        most = 1 / contention
    parameters = (
        _parameter("contention", contention, errors, 0),
        _parameter("coherency", coherency, errors, 1),
    )
    return _fit("usl", family, points, parameters, law(devices), law(_range(devices)), most=most)


def _arrays(points: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    both = np.array(points, dtype=np.float64)
    return both[:, 0], both[:, 1]


def _range(devices: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.linspace(1, float(devices.max()), _CURVE_POINTS)


def _least_squares(
    terms: NDArray[np.float64], wanted: NDArray[np.float64], bounds: Sequence[tuple[float, float]]
) -> tuple[list[float], list[float | None]]:
    """Parameters within bounds that fit best, and their standard errors.

    A parameter that would leave its bounds is held there and the others are fitted again: with at most two
    parameters and a convex sum of squares the best of those is the best there is.

    Args:
        terms: float64 [points, parameters].
        wanted: float64 [points].
        bounds: Least and greatest value of each parameter.
    """
    values, *_ = np.linalg.lstsq(terms, wanted, rcond=None)
    if not all(low <= value <= high for value, (low, high) in zip(values, bounds, strict=True)):
        values = _best_at_a_bound(terms, wanted, bounds)
    free = len(wanted) - len(values)
    if free <= 0:
        return [float(value) for value in values], [None] * len(values)
    residuals = wanted - terms @ values
    covariance = float(residuals @ residuals) / free * np.linalg.pinv(terms.T @ terms)
    return [float(value) for value in values], [float(error) for error in np.sqrt(np.diag(covariance))]


def _best_at_a_bound(
    terms: NDArray[np.float64], wanted: NDArray[np.float64], bounds: Sequence[tuple[float, float]]
) -> NDArray[np.float64]:
    found = []
    for held, ends in enumerate(bounds):
        for end in ends:
            if not np.isfinite(end):
                continue
            others = [index for index in range(len(bounds)) if index != held]
            values = np.zeros(len(bounds))
            values[held] = end
            if others:
                rest, *_ = np.linalg.lstsq(terms[:, others], wanted - terms[:, held] * end, rcond=None)
                for index, value in zip(others, rest, strict=True):
                    values[index] = np.clip(value, *bounds[index])
            found.append(values)
    return min(found, key=lambda values: float(np.sum((wanted - terms @ values) ** 2)))


def _parameter(name: str, value: float, errors: Sequence[float | None], index: int) -> FitParameter:
    return FitParameter(name=name, value=value, error=errors[index])


def _fit(
    law: str,
    family: str,
    points: Points,
    parameters: tuple[FitParameter, ...],
    told: NDArray[np.float64],
    along: NDArray[np.float64],
    *,
    most: float | None,
) -> Fit:
    devices, speedups = _arrays(points)
    curve = zip(_range(devices).tolist(), along.tolist(), strict=True)
    return Fit.model_validate(
        {
            "law": law,
            "family": family,
            "parameters": parameters,
            "rms_error": float(np.sqrt(np.mean((told - speedups) ** 2))),
            "num_points": len(points),
            "most_speedup": most,
            "curve": tuple(curve),
        }
    )
