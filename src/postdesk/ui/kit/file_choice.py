"""The dialogs to select a file, or the place for a new one."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

Take = Callable[[Path], object]


def ask_for_file(parent: QWidget, name: str, title: str, filters: Sequence[str], take: Take) -> None:
    """Call `take` with the selected file, if one is selected; without `filters` any file can be."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(filters)
    _open(dialog, name, take)


def ask_where_to_save(parent: QWidget, title: str, suggested: str, kind: str, take: Take) -> None:
    """Call `take` with the selected file, if any. `suggested` is a name, whose suffix all files get, `kind` a file filter."""
    home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, title, home, kind)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(suggested).suffix)
    dialog.selectFile(suggested)
    _open(dialog, "save_file", take)


def _open(dialog: QFileDialog, name: str, take: Take) -> None:
    dialog.setObjectName(name)
    dialog.fileSelected.connect(lambda chosen: take(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
