"""The table of ten thousand runs: opening, searching as one types, sorting; against QSortFilterProxyModel.

    python -m tests.benchmarks.bench_runs [--runs 10000] [--rounds 5]

Real run folders with their index in a temporary folder; the real window's page, offscreen, at 1196×770. The
peer shows the same cells in the same table view and is sorted and searched by Qt's proxy. Each time is from
the key or click to the end of the paint that shows the result; of a search it is the slowest key's.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QEventLoop,
    QModelIndex,
    QObject,
    QSettings,
    QSortFilterProxyModel,
    Qt,
    QTimer,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QVBoxLayout, QWidget

from gui import pages
from gui.app import open_window
from gui.models.messages import RunRow, RunTable
from gui.models.run_columns import FORMS, Column
from gui.views.runs.table import RunsTable
from gui.wiring import Window
from tests.benchmarks.many_runs import make_runs
from tests.benchmarks.table import format_table, race

SIZE = (1196, 770)
WORD = "sweep-0999"
FILTER = "accuracy>0.9 tag:paper learning_rate<=0.01"
_SORTED_BY = (Column.LOSS, Column.NAME, Column.STATE, Column.CREATED)
_NO_PAINT_SECONDS = 0.1
_GOALS = {"open": 300.0, "type": 50.0, "sort": 50.0}


class PlainModel(QAbstractTableModel):
    """The same cells, as anyone would write it: a role for what is shown and one for what it is sorted by."""

    def __init__(self, rows: tuple[RunRow, ...]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's)
        return 0 if parent.isValid() else len(Column)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        form = FORMS[Column(index.column())]
        if role == Qt.ItemDataRole.DisplayRole:
            return form.text(self._rows[index.row()])
        return form.value(self._rows[index.row()]) if role == Qt.ItemDataRole.UserRole else None


class PlainPage(QWidget):
    """A search line and a table on a proxy."""

    def __init__(self, rows: tuple[RunRow, ...]) -> None:
        super().__init__()
        self._model = PlainModel(rows)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setSortRole(Qt.ItemDataRole.UserRole)
        self._proxy.setFilterKeyColumn(-1)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = QLineEdit(self)
        self.search.textChanged.connect(self._proxy.setFilterFixedString)
        self.table = QTableView(self)
        self.table.setModel(self._proxy)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(Column.CREATED, Qt.SortOrder.DescendingOrder)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.table)


def spin(until: Callable[[], bool]) -> None:
    """Lets events happen until something holds."""
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if until() else None)
    timer.start(1)
    loop.exec()


def settle() -> None:
    """Everything that is due is done."""
    QTest.qWait(20)


class PaintWatch(QObject):
    """Counts how often the search line, the titles or the cells of a page are painted."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.count = 0
        table = page.findChild(QTableView)
        cells, titles = table.viewport(), table.horizontalHeader().viewport()
        for part in (cells, titles, *page.findChildren(QLineEdit)):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """All that has changed is painted in one go."""
        self.count += event.type() is QEvent.Type.Paint
        return False


def timed(watch: PaintWatch, do: Callable[[], object]) -> float:
    """Milliseconds until what was done is painted, or until it is done where nothing has to be painted."""
    settle()
    before, start = watch.count, time.perf_counter()
    do()
    done = time.perf_counter()
    while watch.count == before and time.perf_counter() < done + _NO_PAINT_SECONDS:
        QApplication.processEvents()
    painted = time.perf_counter() if watch.count > before else done
    return (painted - start) * 1e3


def show(page: QWidget) -> None:
    """As large as in a window of 1280×800, painted once."""
    page.resize(*SIZE)
    page.show()


def paraloom_page(window: Window) -> QWidget:
    """The real page, connected to the engine thread."""
    page = pages.make_runs(window)
    page.setParent(None)  # on its own, as the peer's: the main window is hidden
    return page


def plain_page(rows: tuple[RunRow, ...]) -> PlainPage:
    """The peer's page."""
    return PlainPage(rows)


def open_page(make: Callable[[], QWidget]) -> float:
    """Milliseconds from asking for the page until it is painted."""
    start = time.perf_counter()
    page = make()
    watch = PaintWatch(page)
    show(page)
    while watch.count == 0:
        QApplication.processEvents()
    milliseconds = (time.perf_counter() - start) * 1e3
    page.deleteLater()
    settle()
    return milliseconds


def type_text(watch: PaintWatch, search: QLineEdit, text: str) -> float:
    """Milliseconds of the slowest key; the line is cleared again."""
    search.setFocus()
    slowest = max(timed(watch, partial(QTest.keyClicks, search, letter)) for letter in text)
    search.clear()
    QTest.keyClick(search, Qt.Key.Key_Escape)
    settle()
    return slowest


def sort_table(watch: PaintWatch, table: QTableView) -> float:
    """Milliseconds of the slowest column, either way."""
    orders = (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)
    clicks = [partial(table.sortByColumn, column, order) for column in _SORTED_BY for order in orders]
    return max(timed(watch, click) for click in clicks)


def read_table(runs_dir: Path, count: int) -> tuple[Window, float]:
    """A window on the runs, and the seconds from its beginning until its table is known in full."""
    start = time.perf_counter()
    _, window = open_window(runs_dir)
    spin(lambda: window.table is not None and len(window.table.rows) >= count)
    seconds = time.perf_counter() - start
    window.main.hide()  # its pages are not painted while that of the runs is timed
    return window, seconds


def compete(window: Window, rows: tuple[RunRow, ...], rounds: int) -> None:
    """The races and their tables."""
    ours, plain = paraloom_page(window), plain_page(rows)
    for page in (ours, plain):
        show(page)
        settle()
    mine_painted, peer_painted = PaintWatch(ours), PaintWatch(plain)
    our_table: RunsTable = ours.findChild(RunsTable)
    our_search: QLineEdit = ours.findChild(QLineEdit, "runs-search")
    peer, mine = "QSortFilterProxyModel", "Paraloom"
    opened = {peer: partial(open_page, partial(plain_page, rows))}
    opened[mine] = partial(open_page, partial(paraloom_page, window))
    typed = {
        f"{peer}, a word": partial(type_text, peer_painted, plain.search, WORD),
        f"{mine}, a word": partial(type_text, mine_painted, our_search, WORD),
        f"{mine}, a filter with option and tag": partial(type_text, mine_painted, our_search, FILTER),
    }
    ordered = {
        peer: partial(sort_table, peer_painted, plain.table),
        mine: partial(sort_table, mine_painted, our_table),
    }
    for title, key, contestants in (
        ("Opening the page", "open", opened),
        ("Search, the slowest key", "type", typed),
        ("Sorting, the slowest of four columns", "sort", ordered),
    ):
        results = race(contestants, rounds=rounds)
        print(format_table(f"\n{title}, {len(rows):,} runs", "ms", results))
        worst = max(result.median for result in results if result.name.startswith(mine))
        print(f"  {worst:.0f} ms (asked for: at most {_GOALS[key]:.0f})")
    for page in (ours, plain):
        page.close()


def main() -> None:
    """Makes the runs, races and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(QSettings.Format.NativeFormat, scope, f"{scratch}/settings")
        start = time.perf_counter()
        make_runs(Path(scratch) / "runs", options.runs)
        print(f"{options.runs:,} run folders and their index made in {time.perf_counter() - start:.0f} s")
        window, seconds = read_table(Path(scratch) / "runs", options.runs)
        table: RunTable | None = window.table
        assert table is not None and len(table.rows) == options.runs
        print(f"From opening the window until its table has all of them: {seconds:.2f} s")
        compete(window, table.rows, options.rounds)
        window.close()


if __name__ == "__main__":
    main()
