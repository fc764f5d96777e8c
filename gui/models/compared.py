"""The runs that are compared, and what is known of them together, worked out once. Free of Qt."""

from collections.abc import Sequence
from functools import cached_property

from engine.record.query.columns import RunColumns
from gui.models.differing import (
    all_metrics,
    differing_options,
    option_titles,
    result_names,
    side_by_side,
    telling_options,
    told_apart,
)
from gui.models.messages import RunRow
from gui.models.run_axis import AxisChoices, RunAxis, axis_choices, read_axis


class ComparedRuns:
    """Some runs as they are now; each answer is worked out when it is first asked for."""

    def __init__(self, rows: Sequence[RunRow] = (), columns: RunColumns | None = None) -> None:
        """Of some runs.

        Args:
            rows: The runs.
            columns: Of the runs that were compared before: what is known of those that stay is kept.
        """
        self.rows = tuple(rows)
        self._columns = columns or RunColumns()
        self._columns.set_rows(self.rows)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What each run is called."""
        return told_apart(self.rows)

    @cached_property
    def differing(self) -> tuple[str, ...]:
        """The options that they do not all have alike."""
        return differing_options(self.rows)

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Those of them for which runs have different values, and do not only have one or none."""
        return telling_options(self.rows, self.differing)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The same by the end of their name, as much of it as tells each from the others."""
        return dict(zip(self.differing, option_titles(self.differing), strict=True))

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that one of them has."""
        return all_metrics(self.rows)

    @cached_property
    def choices(self) -> AxisChoices:
        """What they can be laid along."""
        return axis_choices(self.rows, self.differing, self.telling)

    @cached_property
    def side_by_side(self) -> tuple[str, ...]:
        """What a table shows of them."""
        return side_by_side(result_names(self.rows), self.differing, self.telling)

    def axis(self, name: str, *, log: bool) -> RunAxis:
        """Where they lie along one of `choices`; by powers of ten on demand, where they are figures."""
        return read_axis(self._columns, name, log=log)
