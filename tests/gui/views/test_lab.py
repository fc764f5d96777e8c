from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from engine.errors import Problem
from engine.lab.study.estimate import build_schedule, estimate
from engine.lab.study.events import AnyStudyEvent, CandidateFailed, StudyState
from engine.lab.study.expand import expand
from engine.lab.study.record import Study
from engine.record.events import RunState
from engine.spec import DevicesSpec, RunSpec
from gui.engine_thread.followed_study import FollowedStudy
from gui.models.candidate_table import SOMETIMES, CandidateColumn
from gui.models.messages import InventoryFound, RunStarted, RunTable, Trouble
from gui.models.study_messages import StudyFileRead, StudyLine, StudyList, StudyPlanned, StudyPresetsFound
from gui.theme import ThemeKeeper
from gui.views.lab.choices import THIS_SPEC
from gui.views.lab.view import LabWorkspace
from tests.engine.plan.machines import machine
from tests.gui.rows import run_row
from tests.gui.studies import STUDY, begun, new_study, tell, whole

MACHINE = machine(cores=4)


@pytest.fixture
def page(qtbot: QtBot, keeper: ThemeKeeper) -> LabWorkspace:
    page = LabWorkspace(keeper, lambda: RunSpec(name="composed"))
    qtbot.addWidget(page)
    page.resize(1196, 770)
    page.show()
    page.set_inventory(InventoryFound(inventory=MACHINE, leases=()))
    page.set_presets(StudyPresetsFound(studies=(STUDY,)))
    return page


def words(page: QWidget, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None
    return label.text()


def plan(page: LabWorkspace) -> Study:
    """What is chosen, planned on the machine."""
    study = page.setup.choices.study
    assert study is not None
    expansion = expand(study, MACHINE)
    takes = estimate(study, build_schedule(study, expansion))
    page.take_plan(StudyPlanned(study=study, expansion=expansion, estimate=takes))
    return study


def show(page: LabWorkspace, runs_dir: Path, events: Sequence[AnyStudyEvent] = ()) -> Path:
    """Open a study with these events, all of them where none is given; gives its folder."""
    folder = new_study(runs_dir)
    tell(folder, *(events or whole(folder)))
    update = FollowedStudy(folder).look()
    assert update is not None
    page.open_study(folder.path)
    page.take_update(update)
    return folder.path


def test_that_it_is_said_beforehand_what_a_study_will_do(page: LabWorkspace, qtbot: QtBot) -> None:
    start = page.findChild(QPushButton, "lab-start")
    assert start is not None and not start.isEnabled()
    plan(page)
    assert words(page, "lab-estimate").startswith("45 run")
    assert "64 samples a step" in words(page, "lab-comparison")
    assert start.isEnabled()
    with qtbot.waitSignal(page.start_requested) as asked:
        qtbot.mouseClick(start, Qt.MouseButton.LeftButton)
    assert asked.args == [page.setup.choices.study]
    assert not start.isEnabled()
    page.hear_trouble(Trouble(sentence="The disk is full."))
    assert start.isEnabled()


def test_that_choices_are_part_of_the_study_that_is_planned(page: LabWorkspace, qtbot: QtBot) -> None:
    rounds, scaling = page.findChild(QSpinBox, "lab-rounds"), page.findChild(QComboBox, "lab-scaling")
    assert rounds is not None and scaling is not None
    before = plan(page)
    with qtbot.waitSignals([page.plan_requested, page.plan_requested]):
        rounds.setValue(7)
        scaling.setCurrentIndex(1)
    study = page.setup.choices.study
    assert study is not None
    assert (study.rounds, study.scaling, study.vary) == (7, "weak", before.vary)
    start = page.findChild(QPushButton, "lab-start")
    assert start is not None and not start.isEnabled()  # what is shown is the plan of another study
    page.take_plan(StudyPlanned(study=before, expansion=expand(before, MACHINE), estimate=None))
    assert not start.isEnabled()


def test_that_the_composed_spec_is_varied_over_its_devices(page: LabWorkspace) -> None:
    page.setup.choices.choose(THIS_SPEC)
    study = page.setup.choices.study
    assert study is not None
    assert study.name == "composed"
    assert study.vary == {"devices.count": (1, 2, 4)}
    assert study.spec.strategy.kind == "ddp"
    assert [one.name for one in expand(study, MACHINE).racing] == ["single", "ddp ×2", "ddp ×4"]


def test_that_a_study_that_cannot_be_raced_says_why(page: LabWorkspace) -> None:
    on_gpus = STUDY.spec.model_copy(update={"devices": DevicesSpec(kind="gpu")})
    page.take_file(StudyFileRead(path=Path("x.toml"), study=STUDY.model_copy(update={"spec": on_gpus})))
    plan(page)
    assert "no GPU" in words(page, "lab-problem")
    start = page.findChild(QPushButton, "lab-start")
    assert start is not None and not start.isEnabled()
    wrong = Problem(field="rounds", sentence="rounds is 0.", mend="Take 1 or more.", line=4)
    page.take_file(StudyFileRead(path=Path("x.toml"), study=None, problems=(wrong,)))
    told = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "line 4: rounds is 0. Take 1 or more." in told


def test_that_energy_and_the_way_to_the_target_have_columns_where_they_are_known(
    page: LabWorkspace, runs_dir: Path
) -> None:
    folder = new_study(runs_dir)
    tell(folder, *whole(folder))
    update = FollowedStudy(folder).look()
    assert update is not None
    more = {"samples_per_joule": 61.25, "joules_per_sample": 0.0163, "power_watts": 97.0}
    more |= {"seconds_to_target": 12.34, "device_seconds_to_target": 49.36, "joules_to_target": 1200.0}
    rows = [row.model_copy(update=more if row.name == "ddp ×4" else {}) for row in update.result.candidates]
    page.open_study(folder.path)
    table = page.race.table
    table.show_result(update.result.model_copy(update={"candidates": tuple(rows)}))
    assert [table.isColumnHidden(column) for column in SOMETIMES] == [False, False, True]
    place = next(index for index, row in enumerate(rows) if row.name == "ddp ×4")
    assert table.words()[place][CandidateColumn.ENERGY : CandidateColumn.COST] == ["61.2", "12.3 s"]
    tip = table.model().index(place, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "97.0 W together, 16.3 mJ a sample" in tip
    assert "49.4 device-seconds to the target loss" in tip and "1,200 J to the target loss" in tip


def test_that_names_of_candidates_are_never_cut(page: LabWorkspace, runs_dir: Path) -> None:
    show(page, runs_dir)
    table = page.race.table
    for width in (300, 900):
        table.resize(width, 300)
        table.grab()  # lays it out
        assert table.columnWidth(CandidateColumn.NAME) >= table.sizeHintForColumn(CandidateColumn.NAME)
    assert table.horizontalScrollBar().maximum() == 0


def test_that_figures_grow_while_it_races(page: LabWorkspace, runs_dir: Path, qtbot: QtBot) -> None:
    folder = new_study(runs_dir)
    followed = FollowedStudy(folder)
    tell(folder, *begun(folder))
    page.open_study(folder.path)
    first = followed.look()
    assert first is not None and followed.look() is None
    page.take_update(first)
    assert page.shows_race
    assert {line[CandidateColumn.SPEED] for line in page.race.table.words()} == {"–"}
    tell(folder, *whole(folder)[3:])
    last = followed.look()
    assert last is not None and last.state is StudyState.COMPLETED
    page.take_update(last)
    rows = {line[0]: line for line in page.race.table.words()}
    assert rows["ddp ×4"][2:] == ["5,940 ± 90", "3.69 ×", "92%", "118 MiB", *"–––", "same", "3/3"]
    assert all(page.race.table.isColumnHidden(column) for column in SOMETIMES)
    assert rows["single"][CandidateColumn.PARITY] == "reference"
    assert rows["fsdp ×4"][CandidateColumn.ROUNDS] == "3/3, 1 apart"
    assert words(page, "lab-number") == "3.69 ×"
    assert words(page, "lab-verdict").startswith("Use ddp ×4: 3.69 times as fast")
    assert "Amdahl's law, ddp: serial share 2.89 ± 0.12 %" in words(page, "lab-fits")
    assert "fsdp ×4: 3.24 ×" in page.race.chart.accessibleDescription()
    assert "ddp ×2: compute 80%, communication 12%" in page.race.bars.accessibleDescription()


def test_that_few_candidates_are_lines_and_many_on_the_same_devices_bars(
    page: LabWorkspace, runs_dir: Path
) -> None:
    show(page, runs_dir)
    assert not page.race.chart.has_bars
    lines = page.race.chart.grab().toImage()
    kinds = {"strategy.kind": ("ddp", "fsdp", "data_parallel")}
    folder = new_study(runs_dir, STUDY.model_copy(update={"vary": kinds}))
    tell(folder, *(one for one in whole(folder) if "×4" not in getattr(one, "candidate", "")))
    update = FollowedStudy(folder).look()
    assert update is not None
    page.race.show_update(update)
    assert page.race.chart.has_bars
    assert page.race.chart.grab().toImage() != lines


def test_that_reasons_are_whole_sentences_in_another_language(
    chinese: None, page: LabWorkspace, runs_dir: Path
) -> None:
    folder = new_study(runs_dir, STUDY.model_copy(update={"vary": {"devices.count": (1, 2, 8)}}))
    tell(folder, *(one for one in whole(folder) if getattr(one, "candidate", "") in ("single", "ddp ×2")))
    tell(folder, whole(folder)[-1])
    update = FollowedStudy(folder).look()
    assert update is not None
    page.race.show_update(update)
    assert "ddp ×8 未参加：请求 8 个切片" in words(page, "lab-verdict-details")


def test_that_stop_is_asked_once_and_again_where_that_failed(
    page: LabWorkspace, runs_dir: Path, qtbot: QtBot
) -> None:
    folder = new_study(runs_dir)
    path = show(page, runs_dir, begun(folder)[:1])
    stop = page.findChild(QPushButton, "lab-stop")
    assert stop is not None and stop.isVisible()
    with qtbot.waitSignal(page.stop_requested) as asked:
        stop.click()
    assert asked.args == [path]
    assert not stop.isEnabled()
    page.hear_trouble(Trouble(sentence="It does not run.", path=path))
    assert stop.isEnabled()


def test_that_what_failed_is_told_above_the_figures(page: LabWorkspace, runs_dir: Path) -> None:
    folder = new_study(runs_dir)
    failed = CandidateFailed(time=4.0, candidate="fsdp ×4", round=1, sentence="Out of memory.", mend="Less.")
    show(page, runs_dir, [*begun(folder)[:1], failed])
    told = [label.text() for label in page.race.findChildren(QLabel) if label.isVisible()]
    assert "fsdp ×4 failed: Out of memory." in told


def test_that_the_presentation_follows_and_escape_leaves_it(
    page: LabWorkspace, runs_dir: Path, qtbot: QtBot
) -> None:
    show(page, runs_dir)
    page.race.present()
    presentation = page.race.presentation
    assert presentation is not None and presentation.isFullScreen()
    assert words(presentation, "lab-present-number") == "3.69 ×"
    assert words(presentation, "lab-present-verdict") == words(page, "lab-verdict")
    with qtbot.waitSignal(presentation.destroyed):
        qtbot.keyClick(presentation, Qt.Key.Key_Escape)
    assert page.race.presentation is None


def test_that_a_race_that_goes_on_is_shown_when_the_window_opens_again(
    page: LabWorkspace, runs_dir: Path, qtbot: QtBot
) -> None:
    over, alive = runs_dir / "over", runs_dir / "alive"
    lines = (
        StudyLine(path=over, title="a", state=StudyState.COMPLETED, created=2.0),
        StudyLine(path=alive, title="b", state=StudyState.RACING, created=1.0),
    )
    with qtbot.waitSignal(page.follow_requested) as asked:
        page.set_studies(StudyList(lines=lines))
    assert asked.args == [alive]
    past = page.findChild(QListWidget, "lab-past")
    assert past is not None
    with qtbot.waitSignal(page.follow_requested) as asked:
        past.itemActivated.emit(past.item(0))
    assert asked.args == [over]


def test_that_a_picture_is_painted_and_a_document_is_asked_for(
    page: LabWorkspace, runs_dir: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    path = show(page, runs_dir)
    page.race.save_report("png", tmp_path / "page.png")
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
    with qtbot.waitSignal(page.report_requested) as asked:
        page.race.save_report("html", tmp_path / "page.html")
    assert (asked.args[0].path, asked.args[0].form) == (path, "html")


def test_that_two_runs_are_held_beside_each_other_as_they_go_on(page: LabWorkspace, qtbot: QtBot) -> None:
    one = run_row("one", strategy="single", devices="CPU 0", samples_per_second=100.0, state=RunState.RUNNING)
    two = run_row("two", samples_per_second=None, state=RunState.RUNNING)
    button = page.findChild(QPushButton, "lab-duel")
    assert button is not None
    button.click()
    page.duel.set_table(RunTable(rows=()))
    assert words(page, "lab-duel-number") == "–"
    page.duel.set_table(RunTable(rows=(run_row("over"), two, one)))
    assert words(page, "lab-duel-number") == "–"  # not a step of the second is known
    rows = (
        run_row("newer", state=RunState.RUNNING),
        run_row("over"),
        replace(two, samples_per_second=194.0),
        one,
    )
    page.duel.set_table(RunTable(rows=rows))
    assert words(page, "lab-duel-number") == "1.94 ×"
    assert words(page, "lab-duel-words").startswith("ddp on 2 against single on 1")
    choice = page.findChild(QComboBox, "lab-duel-first")
    assert choice is not None
    choice.setCurrentIndex(choice.findText("over"))
    choice.activated.emit(choice.currentIndex())
    assert words(page, "lab-duel-number") == "0.02 ×"


def test_that_a_pair_is_started_and_shown_once_both_are_there(page: LabWorkspace, qtbot: QtBot) -> None:
    asked: list[RunSpec] = []
    page.run_requested.connect(asked.append)
    page.duel.set_table(RunTable(rows=(run_row("over"), run_row("older"))))
    start = page.findChild(QPushButton, "lab-duel-start")
    assert start is not None
    qtbot.mouseClick(start, Qt.MouseButton.LeftButton)
    one, all_of_them = asked
    assert (one.strategy.kind, one.devices.count) == ("single", 1)
    assert (all_of_them.strategy.kind, all_of_them.devices.count) == ("ddp", 4)
    assert one.training.micro_batch_size == 4 * all_of_them.training.micro_batch_size
    together = run_row("together", devices="CPU 0, CPU 1", state=RunState.RUNNING)
    alone = run_row("alone", strategy="single", devices="CPU 0", state=RunState.CREATED)
    page.duel.expect(RunStarted(path=together.path))
    page.duel.set_table(RunTable(rows=(together, run_row("over"))))
    page.duel.expect(RunStarted(path=alone.path))
    page.duel.set_table(RunTable(rows=(alone, together, run_row("over"))))
    assert page.duel.first.run == alone
    assert page.duel.second.run == together
