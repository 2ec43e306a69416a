"""What the server was seen to repeat of the posts it took, in words."""

from PySide6.QtCore import QCoreApplication

from postdesk.domain.habits import Habit, Habits, Seen
from postdesk.ui.kit.forms import Form
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel

translate = QCoreApplication.translate


def habits_remark() -> str:
    """Why it is looked at."""
    return translate(
        "Habits",
        "Postdesk notes which details of a post MyPostShare returns, and uses them to find a post whose answer was lost.",
    )


def habits_form(habits: Habits) -> Form:
    """A line for each habit."""
    form = Form()
    for habit in Habit:
        answer = PlainLabel(_answer(habits.of(habit)))
        identify(answer, f"settings.workspaces.habit.{habit}")
        form.add(_question(habit), answer)
    return form


def _question(habit: Habit) -> str:
    match habit:
        case Habit.TOKEN:
            return translate("Habits", "Postdesk’s marker")
        case Habit.WORDS:
            return translate("Habits", "Text of a post")
        case Habit.MOMENT:
            return translate("Habits", "Exact scheduled time")


def _answer(seen: Seen | None) -> str:
    if seen is None:
        return translate("Habits", "Unknown")
    return translate("Habits", "Returned") if seen.has_it else translate("Habits", "Not returned")
