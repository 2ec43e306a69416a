"""The present day, which the calendar follows where it is shown."""

from dataclasses import replace
from datetime import date

from postdesk.ui.calendar.state import CalendarContext, CalendarState


class FollowedDay:
    """The present day and its zone, as they were when they were last looked at."""

    def __init__(self, context: CalendarContext) -> None:
        self._today, self._zone = context.today, context.zone

    def follow(self, state: CalendarState, context: CalendarContext, cursor: date | None) -> tuple[CalendarState, bool]:
        """Return the state that shows the present period where the previous one was shown.

        The second value is True where the cursor, on that day, has to move along: into another month or week, or because it was
        on today and today changed.
        """
        before, zone_before = self._today, self._zone
        self._today, self._zone = today, zone = context.today, context.zone
        then, shown, now = (
            each.days(context.first_weekday)[0]
            for each in (replace(state, day=before, top=before), state, replace(state, day=today, top=today))
        )
        if before == today or shown != then:
            return state, False
        return replace(state, day=today, top=today), shown != now or (cursor == before and zone != zone_before)
