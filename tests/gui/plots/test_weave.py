import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine.devices.inventory import Inventory
from engine.planning import plan_run
from engine.spec import DataParallelSpec, DdpSpec, DevicesSpec, RunSpec, StrategySpec
from engine.survey.records import Block
from gui.models.weave import build_weave
from gui.models.weave_parts import WeaveText
from gui.models.weave_stages import WeaveRow
from gui.plots.weave import WeaveView
from gui.plots.weave_thumbnail import WeaveThumbnail
from gui.plots.weave_words import stage_words
from gui.theme import ThemeKeeper, device_colour

MACHINE = Inventory(
    gpus=(), cores=tuple(range(16)), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem=""
)


def spec_of(num_devices: int, strategy: StrategySpec) -> RunSpec:
    return RunSpec(devices=DevicesSpec(count=num_devices), strategy=strategy)


def shown(qtbot: QtBot, keeper: ThemeKeeper, spec: RunSpec) -> WeaveView:
    view = WeaveView(keeper)
    qtbot.addWidget(view)
    view.set_inventory(MACHINE)
    view.set_plan(plan_run(spec, MACHINE).plan, spec)
    view.resize(460, view.sizeHint().height())
    return view


def num_pixels(image: QImage, colour: QColor) -> int:
    return sum(
        image.pixelColor(x, y).rgb() == colour.rgb()
        for x in range(image.width())
        for y in range(image.height())
    )


def test_that_every_device_has_a_thread_in_its_colour(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    view = shown(qtbot, keeper, spec_of(3, DdpSpec()))
    image = view.grab().toImage()
    for index in range(3):
        assert num_pixels(image, QColor(device_colour(index))) > 100
    assert num_pixels(image, QColor(device_colour(3))) == 0


def test_that_it_is_told_in_words_too(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    view = shown(qtbot, keeper, spec_of(2, DdpSpec()))
    words = view.accessibleDescription()
    assert "rank 1: a copy" in words
    assert "gradients averaged" in words


def test_that_the_mouse_is_told_what_lies_under_it(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    view = shown(qtbot, keeper, spec_of(1, RunSpec().strategy))
    point = QPoint(view.width() * 2 // 3, 20)
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, point, view.mapToGlobal(point)))
    assert "rank 0: the model" in QToolTip.text()
    QToolTip.hideText()


@pytest.mark.parametrize("num_devices", [1, 2, 8, 16])
@pytest.mark.parametrize("strategy", [DdpSpec(), DataParallelSpec()])
def test_that_any_number_of_devices_is_painted_within_any_width(
    qtbot: QtBot, keeper: ThemeKeeper, num_devices: int, strategy: StrategySpec
) -> None:
    view = shown(qtbot, keeper, spec_of(num_devices, strategy))
    for width in (160, 460, 900):
        view.resize(width, view.minimumSizeHint().height())
        assert not view.grab().isNull()


def test_that_no_plan_shows_nothing(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    spec = spec_of(2, DdpSpec())
    view = shown(qtbot, keeper, spec)
    view.set_plan(None, spec)
    assert view.weave is None
    assert view.accessibleDescription() == ""
    assert view.sizeHint().height() == 0


def test_that_a_thumbnail_shows_at_most_four_threads(qtbot: QtBot, keeper: ThemeKeeper) -> None:
    spec = spec_of(6, DdpSpec())
    plan = plan_run(spec, MACHINE).plan
    assert plan is not None
    thumbnail = WeaveThumbnail(keeper)
    qtbot.addWidget(thumbnail)
    thumbnail.set_weave(build_weave(plan, spec, MACHINE))
    image = thumbnail.grab().toImage()
    assert num_pixels(image, QColor(device_colour(3))) > 10
    assert num_pixels(image, QColor(device_colour(4))) == 0


def test_that_a_stage_tells_its_blocks_under_the_mouse() -> None:
    blocks = tuple(Block(name=f"b{number}", num_parameters=1000 * number, cost=1.0) for number in range(20))
    row = WeaveRow(label=WeaveText("stage {}", ("1",)), shares=(1.0,), blocks=blocks, work_share=0.25)
    words = list(stage_words(row))
    assert words[:3] == ["25 % of the work of a forward", "b0", "b1   1,000 parameters"]
    assert words[-1] == "… and 4 more"
