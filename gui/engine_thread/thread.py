"""The window's only door to the engine: slots ask, signals answer, nothing waits."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.spec import RunSpec
from gui.engine_thread.compare import CompareWorker
from gui.engine_thread.devices import DevicesWorker
from gui.engine_thread.garbage import Garbage
from gui.engine_thread.logs import LogsWorker
from gui.engine_thread.loom import LoomWorker
from gui.engine_thread.runs import RunsWorker
from gui.engine_thread.specs import SpecsWorker
from gui.engine_thread.steering import SteeringWorker
from gui.engine_thread.surveys import SurveysWorker
from gui.engine_thread.sweeps_door import SweepsDoor
from gui.engine_thread.table import TableWorker
from gui.engine_thread.worker import WorkerThread
from gui.models.compare_messages import CurvesRead, CurvesWanted, DetailRead, DetailWanted
from gui.models.messages import (
    DevicesSampled,
    DiskFound,
    InventoryFound,
    LogText,
    LoomStatus,
    PresetsFound,
    ResumeWanted,
    Resumption,
    RunLost,
    RunOpened,
    RunStarted,
    RunTable,
    RunUpdate,
    SpecRead,
    SpecRefused,
    SurveyTaken,
    SurveyWanted,
    Trouble,
)


class EngineThread(SweepsDoor):
    """Reads and watches on one thread; starts, which may have to wait, on a second; steers on a third.

    What is compared is read on a fourth; studies are planned, started and followed on a fifth; runs are
    exported and imported on a sixth.

    Every slot may be called from any thread and comes back at once. Signals arrive in the thread this
    object lives in. What is asked before `start` is done after it.
    """

    run_opened = Signal(RunOpened)
    """Sent again, with the spec and plan that hold now, when a followed run is resumed."""
    run_updated = Signal(RunUpdate)
    run_lost = Signal(RunLost)
    log_text = Signal(LogText)
    run_table = Signal(RunTable)
    inventory_found = Signal(InventoryFound)
    devices_sampled = Signal(DevicesSampled)
    disk_found = Signal(DiskFound)
    presets_found = Signal(PresetsFound)
    """Sent once, before any inventory."""
    spec_read = Signal(SpecRead)
    spec_refused = Signal(SpecRefused)
    resumption_read = Signal(Resumption)
    survey_taken = Signal(SurveyTaken)
    """Sent for each part of a survey as it comes, and anew where its files have changed."""
    curves_read = Signal(CurvesRead)
    detail_read = Signal(DetailRead)
    loom_status = Signal(LoomStatus)
    run_started = Signal(RunStarted)
    trouble = Signal(Trouble)

    _start_asked = Signal(object)
    _resume_asked = Signal(object)
    _command_asked = Signal(object, str)
    _follow_asked = Signal(object)
    _unfollow_asked = Signal(object)
    _log_asked = Signal(object, str)
    _refresh_asked = Signal()
    _delete_asked = Signal(object)
    _tags_asked = Signal(object, object)
    _note_asked = Signal(object, str)
    _archive_asked = Signal(object, bool)
    _move_asked = Signal(object, int)
    _run_spec_asked = Signal(object)
    _resumption_asked = Signal(object)
    _spec_file_asked = Signal(object)
    _spec_file_given = Signal(object, object)
    _survey_asked = Signal(object)
    _curves_asked = Signal(object)
    _detail_asked = Signal(object)
    _end_asked = Signal()

    def __init__(self, runs_dir: Path, parent: QObject | None = None) -> None:
        """Prepares everything; nothing runs before `start`.

        Args:
            runs_dir: The folder of all runs. It need not exist yet.
            parent: Its owner.
        """
        super().__init__(runs_dir, parent)
        self._specs = SpecsWorker()
        self._runs = RunsWorker()
        self._logs = LogsWorker()
        self._table = TableWorker(runs_dir)
        self._devices = DevicesWorker(runs_dir)
        self._loom = LoomWorker(runs_dir)
        self._steering = SteeringWorker()
        self._compare = CompareWorker()
        readers = (self._table, self._runs, self._logs, self._specs, self._devices)
        self._surveys = SurveysWorker(self._loom)
        others = (self._surveys, self._loom, self._steering, self._compare, self._pair, self._parcels)
        lab = (self._studies, self._sweeps)
        self._workers = (*readers, *others, *lab)
        self._threads = (
            WorkerThread("engine", readers, self),
            WorkerThread("loom", (self._surveys, self._loom), self),
            WorkerThread("steering", (self._steering,), self),
            WorkerThread("compare", (self._compare, self._pair), self),
            WorkerThread("studies", lab, self),
            WorkerThread("parcels", (self._parcels,), self),
        )
        self._garbage = Garbage(self)
        self._connect_requests()
        self._connect_answers()

    def _connect_requests(self) -> None:
        self._start_asked.connect(self._loom.start_run)
        self._resume_asked.connect(self._loom.resume_run)
        self._command_asked.connect(self._steering.send_command)
        self._follow_asked.connect(self._runs.follow_run)
        self._unfollow_asked.connect(self._runs.unfollow_run)
        self._log_asked.connect(self._logs.watch_log)
        self._refresh_asked.connect(self._table.refresh)
        self._delete_asked.connect(self._table.delete_run)
        self._tags_asked.connect(self._table.set_tags)
        self._note_asked.connect(self._table.set_note)
        self._archive_asked.connect(self._table.set_archived)
        self._move_asked.connect(self._table.move_in_queue)
        self._run_spec_asked.connect(self._specs.read_run)
        self._resumption_asked.connect(self._specs.read_resumption)
        self._spec_file_asked.connect(self._specs.read_file)
        self._spec_file_given.connect(self._specs.write_file)
        self._survey_asked.connect(self._surveys.take)
        self._curves_asked.connect(self._compare.watch)
        self._detail_asked.connect(self._compare.look_closely)
        for worker in self._workers:
            self._end_asked.connect(worker.end)

    def _connect_answers(self) -> None:
        for worker in self._workers:
            worker.trouble.connect(self.trouble)
        self._runs.run_opened.connect(self.run_opened)
        self._runs.run_updated.connect(self.run_updated)
        self._runs.run_lost.connect(self.run_lost)
        self._logs.log_text.connect(self.log_text)
        self._table.run_table.connect(self.run_table)
        self._devices.inventory_found.connect(self.inventory_found)
        self._devices.devices_sampled.connect(self.devices_sampled)
        self._devices.disk_found.connect(self.disk_found)
        self._specs.presets_found.connect(self.presets_found)
        self._specs.spec_read.connect(self.spec_read)
        self._specs.spec_refused.connect(self.spec_refused)
        self._specs.resumption_read.connect(self.resumption_read)
        self._surveys.survey_taken.connect(self.survey_taken)
        self._compare.curves_read.connect(self.curves_read)
        self._compare.detail_read.connect(self.detail_read)
        self._loom.loom_status.connect(self.loom_status)
        self._loom.run_started.connect(self.run_started)
        self._parcels.arrived.connect(self._table.refresh_after)
        for worker in (self._loom, self._steering):
            worker.steered.connect(self._runs.look_at)
            worker.steered.connect(self._table.refresh_after)

    def start(self) -> None:
        """Starts all threads."""
        self._garbage.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends all threads and waits for them.

        Runs live on, but for those that are being killed. A start that still waited for the loom does not
        happen.
        """
        self._parcels.stop_now(for_good=True)
        self._end_asked.emit()
        for thread in self._threads:
            thread.wait()
        self._garbage.stop()

    @Slot(object)
    def start_run(self, spec: RunSpec) -> None:
        """Starts a run; `run_started` or `trouble` answers."""
        self._start_asked.emit(spec)

    @Slot(object)
    def resume_run(self, path: Path) -> None:
        """Lets a run go on as it was, from its last checkpoint; `run_started` or `trouble` answers."""
        self._resume_asked.emit(ResumeWanted(path=path))

    @Slot(object)
    def resume_elsewhere(self, wanted: ResumeWanted) -> None:
        """Lets a run go on with changes, from its last checkpoint; `run_started` or `trouble` answers."""
        self._resume_asked.emit(wanted)

    @Slot(object, str)
    def send_command(self, path: Path, action: str) -> None:
        """Asks a run to pause, continue, stop, kill, checkpoint or evaluate; `trouble` where it cannot."""
        self._command_asked.emit(path, action)

    @Slot(object)
    def follow_run(self, path: Path) -> None:
        """Tells of a run from its beginning: `run_opened`, then `run_updated`, or `run_lost`."""
        self._follow_asked.emit(path)

    @Slot(object)
    def unfollow_run(self, path: Path) -> None:
        """Tells no more of a run."""
        self._unfollow_asked.emit(path)

    @Slot(object, str)
    def watch_log(self, path: Path, name: str) -> None:
        """Tells of a run's log by `log_text`: `launcher` or `rank-0`, its end first. No name: of none."""
        self._log_asked.emit(path, name)

    @Slot()
    def refresh_runs(self) -> None:
        """Looks at the runs folder now; `run_table` where something changed."""
        self._refresh_asked.emit()

    @Slot(object)
    def delete_run(self, path: Path) -> None:
        """Moves a run that is over to the trash in the runs folder."""
        self._delete_asked.emit(path)

    @Slot(object, object)
    def set_tags(self, path: Path, tags: tuple[str, ...]) -> None:
        """Gives a run these tags."""
        self._tags_asked.emit(path, tags)

    @Slot(object, str)
    def set_note(self, path: Path, note: str) -> None:
        """Gives a run this note."""
        self._note_asked.emit(path, note)

    @Slot(object, bool)
    def set_archived(self, path: Path, archived: bool) -> None:
        """Puts a run away, so that it is listed only where archived runs are asked for, or takes it out."""
        self._archive_asked.emit(path, archived)

    @Slot(object, int)
    def move_in_queue(self, path: Path, to_index: int) -> None:
        """Gives a waiting run another place: 0 is the next to start."""
        self._move_asked.emit(path, to_index)

    @Slot(object)
    def read_run_spec(self, path: Path) -> None:
        """Reads a run's spec; `spec_read` or `trouble` answers."""
        self._run_spec_asked.emit(path)

    @Slot(object)
    def read_resumption(self, path: Path) -> None:
        """Reads from what a run would go on; `resumption_read` or `trouble` answers."""
        self._resumption_asked.emit(path)

    @Slot(object)
    def read_spec_file(self, path: Path) -> None:
        """Reads the spec in a TOML file; `spec_read` or `spec_refused` answers."""
        self._spec_file_asked.emit(path)

    @Slot(object, object)
    def write_spec_file(self, path: Path, spec: RunSpec) -> None:
        """Keeps a spec in a TOML file; `spec_refused` where it cannot be written."""
        self._spec_file_given.emit(path, spec)

    @Slot(object)
    def take_survey(self, wanted: SurveyWanted) -> None:
        """Reads data and model in another process; `survey_taken` answers, part by part."""
        self._survey_asked.emit(wanted)

    @Slot(object)
    def watch_curves(self, wanted: CurvesWanted) -> None:
        """Reads one series of several runs, and what it grows by: `curves_read`, again and again."""
        self._curves_asked.emit(wanted)

    @Slot(object)
    def look_closely(self, wanted: DetailWanted) -> None:
        """Reads parts of curves once; `detail_read` answers."""
        self._detail_asked.emit(wanted)
