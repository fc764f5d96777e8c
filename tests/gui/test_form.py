"""Forms made from records: fields of a record inside stand among its own."""

import pytest
from PySide6.QtWidgets import QCheckBox, QWidget
from pytestqt.qtbot import QtBot

from engine.spec import ImageFolderSpec, RunSpec
from engine.spec.fields import choices
from gui.widgets.form import RecordForm
from gui.widgets.kind_form import build_form


@pytest.mark.parametrize("part", ["model", "data", "strategy"])
def test_that_every_kind_has_a_form(qtbot: QtBot, part: str) -> None:
    for record in choices(RunSpec.model_fields[part]).values():
        home = QWidget()
        qtbot.addWidget(home)
        form = build_form(record, part, home, columns=2)
        form.show_values(record(), {})


def test_that_a_field_of_an_inner_record_is_shown_and_edited(qtbot: QtBot) -> None:
    form = RecordForm(ImageFolderSpec, "data")
    qtbot.addWidget(form)
    form.show_values(ImageFolderSpec.model_validate({"augment": {"flip": True}}), {})
    box = form.findChild(QCheckBox, "data.augment.flip")
    assert box is not None
    assert box.isChecked()
    with qtbot.waitSignal(form.changed) as told:
        box.click()
    assert told.args == [{"data.augment.flip": False}]
    assert form.focus_field("data.augment.flip")
