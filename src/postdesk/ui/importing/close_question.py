"""Whether what was mended in the rows of a file is to be lost."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from postdesk.ui.kit.plain import message_box

translate = QCoreApplication.translate


def ask_to_leave(window: QWidget, question: str, yes: str, leave: Callable[[], object]) -> None:
    """Ask that, and leave the rows with that answer."""
    role = QMessageBox.ButtonRole
    buttons = (translate("Importing", "Keep mending"), role.RejectRole), (yes, role.AcceptRole)
    lost = translate("Importing", "What you changed in the rows is lost. The file stays as it is.")
    box = message_box(window, translate("Importing", "Import"), question, buttons, more=lost)
    box.setObjectName("importing.close_question")
    box.buttonClicked.connect(lambda button: leave() if box.buttonRole(button) is role.AcceptRole else None)
    box.open()
