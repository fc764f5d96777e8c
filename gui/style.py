"""The one style sheet: widgets say by property what they are, here is how that looks."""

from PySide6.QtGui import QFontDatabase

from gui.colours import Theme
from gui.files import resources_dir

_TEMPLATE = """
* {{ font-size: 12px; }}
QMainWindow, QDialog {{ background: {theme.ground}; }}
QToolTip {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.line}; padding: 4px; }}
QFrame[card="true"] {{ background: {theme.card}; border: 1px solid {theme.line}; border-radius: 8px; }}
QFrame[linked="true"] {{ border: 1px solid transparent; border-radius: 4px; }}
QFrame[linked="true"]:focus {{ border-color: {theme.accent}; }}
QFrame[rule="true"] {{ background: {theme.line}; border: none; max-height: 1px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; }}
QLabel {{ background: transparent; }}
QLabel[role="title"] {{ font-size: 19px; font-weight: 600; }}
QLabel[role="section"] {{ font-weight: 600; }}
QLabel[role="muted"] {{ color: {theme.muted}; }}
QLabel[role="value"] {{ font-size: 15px; font-weight: 600; }}
QLabel[role="problem"] {{ color: {theme.bad}; }}
QLabel[role="warning"] {{ color: {theme.warn}; }}
QLabel[role="good"] {{ color: {theme.good}; }}
QPushButton, QToolButton {{ background: {theme.card}; border: 1px solid {theme.line}; border-radius: 6px;
  padding: 4px 11px; color: {theme.text}; }}
QToolButton {{ padding: 4px 7px; }}
QToolButton[toolButtonStyle="ToolButtonTextBesideIcon"] {{ padding-right: 1px; }}
QPushButton:hover, QToolButton:hover {{ background: {theme.hover}; }}
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked {{ background: {theme.selected}; }}
QPushButton:checked, QToolButton:checked {{ border-color: {theme.accent}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {theme.accent}; padding: 3px 10px; }}
QToolButton:focus {{ padding: 3px 6px; }}
QToolButton[toolButtonStyle="ToolButtonTextBesideIcon"]:focus {{ padding-right: 0; }}
QPushButton:disabled, QToolButton:disabled {{ color: {theme.muted}; background: {theme.ground}; }}
QPushButton[role="primary"] {{ background: {theme.accent}; border-color: {theme.accent}; color: {theme.accent_text};
  font-weight: 600; padding: 6px 16px; }}
QPushButton[role="primary"][blocked="true"], QPushButton[role="primary"]:disabled {{ background: {theme.card}; color: {theme.muted};
  border-color: {theme.line}; }}
QPushButton[role="primary"]:focus {{ border-color: {theme.text}; padding: 5px 15px; }}
QPushButton[role="danger"] {{ color: {theme.bad}; }}
QPushButton[role="danger"]:disabled {{ color: {theme.muted}; }}
QPushButton[role="link"] {{ background: transparent; border: none; color: {theme.accent}; padding: 2px 4px; }}
QPushButton[role="link"]:disabled {{ color: {theme.muted}; background: transparent; }}
QPushButton[role="link"]:focus {{ border: 1px solid {theme.accent}; border-radius: 4px; padding: 1px 3px; }}
QDialogButtonBox, QMessageBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QLineEdit, QSpinBox, QComboBox, QPlainTextEdit, QTextEdit {{ background: {theme.card}; color: {theme.text};
  border: 1px solid {theme.line}; border-radius: 6px; padding: 3px 7px; placeholder-text-color: {theme.muted};
  selection-background-color: {theme.accent}; selection-color: {theme.accent_text}; }}
QLineEdit {{ lineedit-clear-button-icon: url("{fields}/close-{theme.name}.svg"); }}
QLineEdit:focus, QSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus {{ border-color: {theme.accent}; }}
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled {{ background: {theme.ground}; color: {theme.muted}; }}
QLineEdit[problem="true"], QSpinBox[problem="true"], QComboBox[problem="true"] {{ border-color: {theme.bad}; }}
QSpinBox {{ padding: 3px 0; min-height: 16px; max-height: 16px; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox::down-arrow {{ image: url("{fields}/chevron-{theme.name}.svg"); width: 12px; height: 12px; }}
QCheckBox::indicator, QTableView::indicator {{ width: 15px; height: 15px; border: 1px solid {theme.muted};
  border-radius: 4px; background: {theme.card}; }}
QTableView::indicator {{ width: 13px; height: 13px; }}
QTableView::indicator:indeterminate {{ background: {theme.muted}; }}
QCheckBox::indicator:checked, QTableView::indicator:checked {{ background: {theme.accent}; border-color: {theme.accent};
  image: url("{fields}/check-{theme.name}.svg"); }}
QCheckBox {{ padding-right: 6px; }}
QCheckBox::indicator:focus {{ border: 2px solid {theme.accent}; width: 13px; height: 13px; }}
QCheckBox::indicator:checked:focus {{ border-color: {theme.text}; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {theme.line}; }}
QSlider::sub-page:horizontal {{ border-radius: 2px; background: {theme.accent}; }}
QSlider::handle:horizontal {{ width: 12px; height: 12px; margin: -5px 0; border: 1px solid {theme.muted}; border-radius: 7px;
  background: {theme.card}; }}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ border-color: {theme.accent}; }}
QSlider::handle:horizontal:focus {{ background: {theme.accent}; }}
QComboBox QAbstractItemView {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.line};
  selection-background-color: {theme.selected}; selection-color: {theme.text}; }}
QTabWidget::pane {{ border: none; }}
QTabBar::tab {{ background: transparent; color: {theme.muted}; padding: 6px 12px; border: none;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {theme.text}; border-bottom-color: {theme.accent}; }}
#run-events::item, #run-checkpoints::item {{ padding: 4px 5px; }}
#run-events, #run-checkpoints {{ outline: 0; }}
#run-details QTabBar::tab {{ padding: 5px 5px; }}
QTabBar QToolButton {{ background: {theme.card}; border: none; border-radius: 4px; padding: 0; }}
QTabBar QToolButton:hover {{ background: {theme.hover}; }}
QTabBar QToolButton::left-arrow {{ image: url("{fields}/left-{theme.name}.svg"); width: 12px; height: 12px; }}
QTabBar QToolButton::right-arrow {{ image: url("{fields}/right-{theme.name}.svg"); width: 12px; height: 12px; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::close-button {{ image: url("{fields}/close-{theme.name}.svg"); subcontrol-position: right; }}
QTabBar::close-button:hover {{ background: {theme.hover}; border-radius: 4px; }}
QToolButton::menu-indicator {{ width: 0; image: none; }}
QTabBar::tab:selected:focus {{ background: {theme.selected}; }}
QTabBar::tab:hover {{ color: {theme.text}; }}
QTableView, QListView, QTreeView {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.line};
  border-radius: 8px; gridline-color: {theme.line}; alternate-background-color: {theme.card};
  selection-background-color: {theme.selected}; selection-color: {theme.text}; placeholder-text-color: {theme.muted}; }}
QTableView:focus, QListView:focus, QTreeView:focus, QTextEdit:focus {{ border-color: {theme.accent}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: {theme.card}; color: {theme.muted}; border: none;
  border-bottom: 1px solid {theme.line}; padding: 6px 8px; }}
QHeaderView::section:horizontal:first, QHeaderView::section:horizontal:only-one {{ border-top-left-radius: 7px; }}
QHeaderView::section:horizontal:last, QHeaderView::section:horizontal:only-one {{ border-top-right-radius: 7px; }}
#runs-table::item, #layers::item, #data-classes::item, #data-rows::item, #analysis-figures::item, #compare-differences::item, #compare-legend::item {{ padding: 0 5px; }}
#completions {{ border-radius: 0; outline: 0; }}
#completions::item, #runs-more-columns-list::item {{ padding: 4px 7px; }}
#data-pictures, #data-classes, #data-rows, #runs-trash-list {{ outline: 0; }}
#runs-trash-list::item {{ padding: 4px 8px; }}
#data-pictures {{ padding: 8px 4px 0 8px; }}
#data-rows QTableCornerButton::section {{ background: {theme.card}; border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
#candidates, #trials {{ border: none; }}
#candidates::item, #trials::item {{ padding: 0 1px; }}
#candidates QHeaderView::section, #trials QHeaderView::section {{ padding: 6px 4px; }}
#lab-studies-to-race, #lab-past, #sweeps {{ border: none; outline: 0; }}
#lab-studies-to-race::item, #lab-past::item, #sweeps::item {{ padding: 6px 8px; border-radius: 6px; }}
#lab-studies-to-race::item:selected, #lab-past::item:selected, #sweeps::item:selected {{ background: {theme.selected}; color: {theme.text}; }}
#lab-studies-to-race::item:hover, #lab-past::item:hover, #sweeps::item:hover {{ background: {theme.hover}; }}
#lab-studies-to-race::item:selected:hover, #sweeps::item:selected:hover {{ background: {theme.selected}; }}
#lab-present {{ background: {theme.ground}; }}
#lab-number, #lab-present-number, #lab-duel-number {{ color: {theme.accent}; }}
#runs-table QHeaderView::up-arrow, #runs-table QHeaderView::down-arrow {{ width: 0; height: 0; image: none; }}
QProgressBar {{ background: {theme.hover}; border: none; border-radius: 3px; height: 6px; }}
QProgressBar::chunk {{ background: {theme.accent}; border-radius: 3px; }}
QSplitter::handle {{ background: transparent; }}
QMenu {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.line}; padding: 4px; }}
QMenu::item {{ padding: 5px 18px; border-radius: 4px; }}
QMenu::item:selected {{ background: {theme.selected}; }}
QMenu::item:disabled {{ color: {theme.muted}; }}
QMenu::separator {{ height: 1px; margin: 4px 8px; background: {theme.line}; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {theme.line}; border-radius: 4px; min-height: 24px; min-width: 24px; margin: 1px; }}
QScrollBar::handle:vertical {{ margin-left: 3px; }}
QScrollBar::handle:hover {{ background: {theme.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent;
  border: none; width: 0; height: 0; }}
#palette {{ border: 1px solid {theme.line}; }}
#palette QListView::item {{ padding: 5px 8px; }}
#rail {{ background: {theme.card}; border: none; border-right: 1px solid {theme.line}; }}
#rail QToolButton {{ border: none; border-radius: 8px; color: {theme.muted}; padding: 7px 2px; background: transparent;
  qproperty-toolButtonStyle: ToolButtonTextUnderIcon; }}
#rail QToolButton:hover {{ background: {theme.hover}; }}
#rail QToolButton:checked {{ background: {theme.selected}; color: {theme.text}; }}
#rail QToolButton:focus {{ border: 1px solid {theme.accent}; }}
#log-text, #run-failure, #run-spec {{ font-family: "{fixed}"; }}
#foot {{ background: {theme.card}; border: none; }}
#status {{ background: {theme.card}; border: none; border-top: 1px solid {theme.line}; }}
QFrame[banner="true"] {{ background: {theme.card}; border: 1px solid {theme.bad}; border-radius: 8px; }}
QFrame[banner="true"][severity="warning"] {{ border-color: {theme.warn}; }}
QFrame[banner="true"][severity="note"] {{ border-color: {theme.line}; }}
"""


def style_sheet(theme: Theme) -> str:
    """The style sheet in the colours of a theme."""
    fields = (resources_dir() / "icons" / "fields").as_posix()
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    return _TEMPLATE.format(theme=theme, fields=fields, fixed=fixed)
