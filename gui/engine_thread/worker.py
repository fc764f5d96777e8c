"""What all workers of the engine thread have in common."""

from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from engine.errors import ParaloomError
from gui.models.messages import Trouble


class Worker(QObject):
    """Lives on a thread of its own. `begin` and `end` run there; between them its slots do."""

    trouble = Signal(Trouble)
    ended = Signal()

    @abstractmethod
    def begin(self) -> None:
        """Makes timers and starts to work; called on its own thread."""

    @Slot()
    def end(self) -> None:
        """Lets go of everything, then says that it has ended."""
        for timer in self.findChildren(QTimer):
            timer.stop()
        try:
            self.close()
        finally:
            self.ended.emit()

    def close(self) -> None:
        """Lets go of files and processes; timers are stopped already."""

    def new_timer(self, slot: Callable[[], None]) -> QTimer:
        """A single-shot timer for a bound slot: work that takes long never piles up."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(slot)
        return timer

    @contextmanager
    def told(self, path: Path | None = None) -> Iterator[None]:
        """Tells of what a person can mend, in place of raising it."""
        try:
            yield
        except ParaloomError as error:
            self.trouble.emit(trouble_of(error, path))


def trouble_of(error: ParaloomError, path: Path | None = None) -> Trouble:
    """The message about an error: every problem of it, and the mend of the first."""
    problems = getattr(error, "problems", ())
    sentence = " ".join(problem.sentence for problem in problems) or error.sentence
    return Trouble(sentence=sentence, mend=error.mend, path=path)


class WorkerThread(QThread):
    """A thread that ends once each of its workers has ended."""

    def __init__(self, name: str, workers: tuple[Worker, ...], parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._workers = workers
        self._num_working = len(workers)
        for worker in workers:
            worker.moveToThread(self)
            worker.ended.connect(self._count_down, Qt.ConnectionType.DirectConnection)

    def run(self) -> None:
        """Begins here, on the thread itself: a slot of `started` may be called on the thread that made it."""
        for worker in self._workers:
            worker.begin()
        self.exec()

    @Slot()
    def _count_down(self) -> None:
        """Runs on the thread itself, so that it ends though the window's thread is waiting for it."""
        self._num_working -= 1
        if self._num_working == 0:
            self.quit()
