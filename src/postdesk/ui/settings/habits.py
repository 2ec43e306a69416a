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
        "MyPostShare doesn’t promise to repeat what a post was sent with. Postdesk notes what it does repeat, "
        "and uses it to find a post whose answer was lost.",
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
            return translate("Habits", "Postdesk’s own mark")
        case Habit.WORDS:
            return translate("Habits", "The words of a post")
        case Habit.MOMENT:
            return translate("Habits", "The exact time, if scheduled")


def _answer(seen: Seen | None) -> str:
    if seen is None:
        return translate("Habits", "Not seen yet")
    return translate("Habits", "Repeated") if seen.has_it else translate("Habits", "Not repeated")
