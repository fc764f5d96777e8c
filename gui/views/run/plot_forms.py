"""Which plots a run has, and how each of them looks."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from gui.plots.series_buffer import SeriesBuffer

_SELDOM = 4
"""Plots but that of the loss are drawn in every fourth round: what the window does not take, training has."""


@dataclass(frozen=True, slots=True)
class PlotForm:
    """One plot."""

    title: str
    height: int
    """The least, in pixels."""
    unit: str = ""
    always: tuple[float, ...] = ()
    """Values that are in view whatever the curves do."""
    empty: str = ""
    """Said as long as there are no values."""
    every: int = _SELDOM
    """In which rounds of drawing it takes part."""


@dataclass(frozen=True, slots=True)
class PageCurve:
    """A curve of a plot that may not be there yet."""

    label: str
    colour: str
    dashed: bool
    points: SeriesBuffer


def training_forms() -> dict[str, PlotForm]:
    """Of what is trained, by metric."""
    empty = QCoreApplication.translate("PlotsPage", "Nothing yet.")
    return {
        "loss": PlotForm(QCoreApplication.translate("PlotsPage", "Loss"), 150, empty=empty, every=1),
        "accuracy": PlotForm(QCoreApplication.translate("PlotsPage", "Accuracy"), 90, empty=empty),
        "samples_per_second": PlotForm(
            QCoreApplication.translate("PlotsPage", "Samples per second"), 90, always=(0.0,), empty=empty
        ),
        "learning_rate": PlotForm(
            QCoreApplication.translate("PlotsPage", "Learning rate"), 90, always=(0.0,), empty=empty
        ),
    }


def strip_forms() -> dict[str, PlotForm]:
    """Of the devices, by metric; one of them is shown."""
    empty = QCoreApplication.translate("PlotsPage", "No readings of these devices.")
    return {
        "utilisation_percent": PlotForm(
            QCoreApplication.translate("PlotsPage", "Busy"), 80, unit=" %", always=(0.0, 100.0), empty=empty
        ),
        "memory_used_bytes": PlotForm(
            QCoreApplication.translate("PlotsPage", "Memory used"),
            80,
            unit=" GiB",
            always=(0.0,),
            empty=empty,
        ),
        "power_watts": PlotForm(
            QCoreApplication.translate("PlotsPage", "Power"), 80, unit=" W", always=(0.0,), empty=empty
        ),
        "temperature_celsius": PlotForm(
            QCoreApplication.translate("PlotsPage", "Temperature"), 80, unit=" °C", empty=empty
        ),
    }
