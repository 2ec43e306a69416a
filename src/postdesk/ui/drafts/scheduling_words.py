"""What is said wherever several posts are scheduled at once."""

from PySide6.QtCore import QCoreApplication

from postdesk.ui.text.names import number

translate = QCoreApplication.translate


def schedule_act(count: int) -> str:
    """The button for it."""
    return (
        translate("Scheduling", "Schedule 1 post")
        if count == 1
        else translate("Scheduling", "Schedule {0} posts").format(number(count))
    )


def changed_words() -> str:
    """That it is not what was agreed to."""
    return translate("Scheduling", "Something has changed since you were asked, so nothing went out yet. This is how it is now.")


def own_times_words() -> str:
    """What to know before agreeing."""
    return translate("Scheduling", "Times are each client’s own. All of it can be taken back with one click.")
