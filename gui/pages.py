"""The workspaces, each made when it is first shown and connected to the engine thread."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gui.models.column_choice import parse_columns
from gui.models.messages import InventoryFound
from gui.models.run_views import parse_views

if TYPE_CHECKING:
    from gui.views.lab.sweeps import SweepsPage
    from gui.wiring import Window


def make_compose(window: "Window") -> QWidget:
    """The workspace, connected."""
    from gui.views.compose.view import ComposeWorkspace
    from gui.widgets.when_seen import WhenSeen

    page = ComposeWorkspace(window.keeper, window.main)
    page.start_requested.connect(window.engine.start_run)
    page.resume_requested.connect(window.engine.resume_elsewhere)
    window.engine.run_started.connect(page.end_resumption)
    page.spec_changed.connect(window.composing.remember)
    page.file_requested.connect(window.engine.read_spec_file)
    page.save_requested.connect(window.engine.write_spec_file)
    window.engine.spec_refused.connect(page.tell_refused)
    page.survey_wanted.connect(window.engine.take_survey)
    window.engine.survey_taken.connect(page.take_survey)
    page.set_presets(window.composing.presets)
    window.engine.presets_found.connect(page.set_presets)
    _tell_inventory(window, WhenSeen(page, page.set_inventory).tell)  # a hidden page plans nothing
    window.engine.devices_sampled.connect(WhenSeen(page, page.add_samples).tell)
    window.engine.run_table.connect(WhenSeen(page, page.set_runs).tell)
    page.set_spec(window.composing.first_spec())
    return page


def make_run(window: "Window") -> QWidget:
    """The workspace, connected."""
    from gui.views.run.view import RunWorkspace

    page = RunWorkspace(window.keeper, window.main)
    _tell_inventory(window, page.set_inventory)
    window.engine.run_opened.connect(page.show_run)
    window.engine.run_updated.connect(page.update_run)
    window.engine.run_lost.connect(page.lose_run)
    window.engine.trouble.connect(page.hear_trouble)
    window.engine.log_text.connect(page.take_log)
    page.log_requested.connect(window.engine.watch_log)
    page.command_requested.connect(window.engine.send_command)
    page.resume_requested.connect(window.engine.resume_run)
    page.elsewhere_requested.connect(window.composing.resume_elsewhere)
    page.close_requested.connect(window.engine.unfollow_run)
    page.clone_requested.connect(window.composing.compose)
    page.reveal_requested.connect(window.reveal)
    page.page_requested.connect(window.main.show_page)
    return page


def make_runs(window: "Window") -> QWidget:
    """The workspace, connected."""
    from gui.views.runs.view import RunsWorkspace

    page = RunsWorkspace(window.keeper, window.main)
    page.set_columns(parse_columns(window.settings.runs_columns))
    page.columns_changed.connect(window.remember_columns)
    page.set_views(parse_views(window.settings.runs_views))
    page.views_changed.connect(window.remember_views)
    if window.table is not None:
        page.set_table(window.table)
    window.engine.run_table.connect(page.set_table)
    _tell_inventory(window, page.set_inventory)
    page.open_requested.connect(window.open_run)
    page.compare_requested.connect(window.compare)
    page.resume_requested.connect(window.engine.resume_run)
    page.resume_requested.connect(window.open_run)
    page.elsewhere_requested.connect(window.composing.resume_elsewhere)
    page.clone_requested.connect(window.composing.clone)
    page.delete_requested.connect(window.engine.delete_run)
    page.stop_requested.connect(window.stop)
    page.reveal_requested.connect(window.reveal)
    page.tags_changed.connect(window.engine.set_tags)
    page.note_changed.connect(window.engine.set_note)
    page.archive_requested.connect(window.engine.set_archived)
    page.move_requested.connect(window.engine.move_in_queue)
    page.preset_requested.connect(window.composing.open_preset)
    exchange = page.exchange
    exchange.wanted.connect(window.engine.send_parcel)
    exchange.stop_wanted.connect(window.engine.stop_parcel)
    exchange.trash_wanted.connect(window.engine.list_trash)
    window.engine.parcel_progressed.connect(exchange.take_progress)
    window.engine.parcel_done.connect(exchange.take_done)
    window.engine.trash_listed.connect(exchange.take_trash)
    return page


def make_compare(window: "Window") -> QWidget:
    """The page, connected."""
    from gui.models.run_cues import RunCues
    from gui.views.compare.view import CompareWorkspace

    page = CompareWorkspace(window.keeper, RunCues(window.settings.run_cues), window.main)
    page.cues_changed.connect(window.settings.set_run_cues)
    page.back_requested.connect(window.show_table)
    page.failed.connect(window.tell_failed)
    page.curves_wanted.connect(window.engine.watch_curves)
    page.detail_wanted.connect(window.engine.look_closely)
    window.engine.curves_read.connect(page.curves.take_curves)
    window.engine.detail_read.connect(page.curves.take_detail)
    window.engine.run_table.connect(page.set_table)
    return page


def make_lab(window: "Window") -> QWidget:
    """The workspace, connected."""
    from gui.views.lab.view import LabWorkspace
    from gui.widgets.when_seen import WhenSeen

    page = LabWorkspace(window.keeper, window.composing.current, window.main)
    window.engine.study_presets_found.connect(page.set_presets)
    window.engine.study_file_read.connect(page.take_file)
    window.engine.study_planned.connect(page.take_plan)
    window.engine.studies_listed.connect(page.set_studies)
    window.engine.study_started.connect(page.open_started)
    window.engine.study_updated.connect(page.take_update)
    window.engine.trouble.connect(page.hear_trouble)
    if window.table is not None:
        page.duel.set_table(window.table)
    window.engine.run_table.connect(WhenSeen(page.duel, page.duel.set_table).tell)
    page.duel.plot.wanted.connect(window.engine.watch_pair)
    window.engine.pair_read.connect(page.duel.plot.take)
    page.file_requested.connect(window.engine.read_study_file)
    page.plan_requested.connect(window.engine.plan_study)
    page.start_requested.connect(window.engine.start_study)
    page.stop_requested.connect(window.engine.stop_study)
    page.follow_requested.connect(window.engine.follow_study)
    page.report_requested.connect(window.engine.write_study_report)
    page.run_requested.connect(window.engine.start_run)
    window.engine.run_started.connect(page.duel.expect)
    _tell_inventory(window, page.set_inventory)
    page.sweeps_made.connect(partial(_connect_sweeps, window))
    window.engine.find_studies()
    return page


def _connect_sweeps(window: "Window", page: "SweepsPage") -> None:
    engine = window.engine
    engine.sweep_presets_found.connect(page.set_presets)
    engine.sweep_file_read.connect(page.take_file)
    engine.sweep_planned.connect(page.take_plan)
    engine.sweeps_listed.connect(page.set_sweeps)
    engine.sweep_started.connect(page.open_started)
    engine.sweep_updated.connect(page.take_update)
    engine.sweep_base_read.connect(page.take_base)
    engine.presets_found.connect(page.set_bases)
    page.set_bases(window.composing.presets)
    page.file_requested.connect(engine.read_sweep_file)
    page.base_requested.connect(engine.read_sweep_base)
    page.save_requested.connect(engine.write_sweep_file)
    page.plan_requested.connect(engine.plan_sweep)
    page.start_requested.connect(engine.start_sweep)
    page.go_on_requested.connect(engine.go_on_with_sweep)
    page.stop_requested.connect(engine.stop_sweep)
    page.follow_requested.connect(engine.follow_sweep)
    page.compare_requested.connect(window.compare_paths)
    page.run_requested.connect(window.open_run)
    engine.find_sweeps()


def make_monitor(window: "Window") -> QWidget:
    """The workspace, connected."""
    from gui.views.monitor.view import MonitorWorkspace

    page = MonitorWorkspace(window.keeper, window.history, window.main)
    _tell_inventory(window, page.set_inventory)
    window.engine.devices_sampled.connect(page.add_samples)
    return page


def _tell_inventory(window: "Window", slot: Callable[[InventoryFound], None]) -> None:
    """What the machine has: now where it is known, and whenever it changes."""
    if window.inventory is not None:
        slot(window.inventory)
    window.engine.inventory_found.connect(slot)
