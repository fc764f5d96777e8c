"""The window in which the curves of a page are analysed: opened when it is asked for, then handed copies."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gui.plots.region import CopiedCurve, CopiedPlot
from gui.plots.shared_axis import SharedAxis
from gui.theme import ThemeKeeper
from gui.views.run.plot_forms import PageCurve, PlotForm, strip_forms

if TYPE_CHECKING:
    from gui.plots.analysis_window import AnalysisWindow


class Analysing(QObject):
    """One window a page; a page that ends takes it along."""

    def __init__(
        self,
        keeper: ThemeKeeper,
        axis: SharedAxis,
        forms: Mapping[str, PlotForm],
        curves: Mapping[str, Mapping[str, PageCurve]],
        page: QWidget,
    ) -> None:
        """Builds it; nothing is opened.

        Args:
            keeper: The theme.
            axis: What the page's plots lie along.
            forms: The page's plots, by metric; there may come more.
            curves: Their curves, by metric and series; there may come more.
            page: Its owner.
        """
        super().__init__(page)
        self.run_name = ""
        self._keeper, self._axis, self._page = keeper, axis, page
        self._forms, self._curves = forms, curves
        self._window: AnalysisWindow | None = None

    @Slot()
    def open(self) -> None:
        """Open the window, or bring it forward with what came since."""
        if self._window is None:
            from gui.plots.analysis_window import AnalysisWindow  # with pyqtgraph, which nothing else needs

            self._window = AnalysisWindow(self._keeper, self.run_name, self._page)
            self._window.refresh_asked.connect(self._hand_over)
            self._window.finished.connect(self._forget)
        self._hand_over()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    @Slot()
    def _hand_over(self) -> None:
        assert self._window is not None
        devices = strip_forms().keys()
        metrics = sorted(self._forms, key=lambda metric: metric in devices)
        copies = (self._copy(metric) for metric in metrics)
        self._window.show_plots(tuple(plot for plot in copies if plot.curves), self._axis.by)

    def _copy(self, metric: str) -> CopiedPlot:
        form = self._forms[metric]
        curves = (
            CopiedCurve(
                curve.label or form.title,
                curve.colour,
                curve.dashed,
                self._axis.places(self._axis.column(curve.points)).copy(),
                curve.points.values.copy(),
            )
            for curve in self._curves[metric].values()
            if len(curve.points)
        )
        return CopiedPlot(form.title, form.unit, tuple(curves))

    @Slot()
    def _forget(self) -> None:
        self._window = None
