"""The colours of the window, light and dark, and a thread colour a device."""

from typing import NamedTuple


class Theme(NamedTuple):
    """Colours as `#rrggbb`."""

    name: str
    ground: str
    card: str
    line: str
    text: str
    muted: str
    accent: str
    accent_text: str
    good: str
    warn: str
    bad: str
    hover: str
    selected: str


LIGHT = Theme(
    name="light",
    ground="#F5F6F8",
    card="#FFFFFF",
    line="#DCE0E7",
    text="#1A1E26",
    muted="#5F6979",
    accent="#2A64D5",
    accent_text="#FFFFFF",
    good="#1A7A39",
    warn="#955E00",
    bad="#C4314B",
    hover="#EDF0F5",
    selected="#E3ECFF",
)
DARK = Theme(
    name="dark",
    ground="#121419",
    card="#1A1D24",
    line="#2B303B",
    text="#E7E9EE",
    muted="#969FAF",
    accent="#6C9BFF",
    accent_text="#10131A",
    good="#5CC98A",
    warn="#E0B04C",
    bad="#FF7B8A",
    hover="#242832",
    selected="#24324F",
)

DEVICE_COLOURS = (
    "#4477AA",
    "#EE6677",
    "#228833",
    "#CCBB44",
    "#66CCEE",
    "#AA3377",
    "#DD8452",
    "#8C8C8C",
)
"""Colour-blind safe threads (after Paul Tol's bright scheme), in order."""


def device_colour(index: int) -> str:
    """The thread colour of the device with that index; they repeat beyond eight."""
    return DEVICE_COLOURS[index % len(DEVICE_COLOURS)]
