"""Where the calendar looks: whose posts, in which view, and around which day."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

from postdesk.domain.calendar_days import clamped, months_later, week_of
from postdesk.domain.times import zone
from postdesk.engine.desk import Desk
from postdesk.ui.calendar.sight import Sight, View, period
from postdesk.ui.calendar.wording import from_words, month_words, week_words


class Lookout:
    """Holds what is looked at, and goes on with the clock. `client_id` is None where all clients' posts are shown.

    `zone` and `today` are those of whom is shown, when that was looked at last.
    """

    def __init__(self, desk: Desk, here: ZoneInfo, client_id: int | None) -> None:
        self._desk, self._here = desk, here
        self.client_id = client_id
        self.view = View.MONTH
        first = self.sight()
        self.zone, self.day, self.today = first.zone, first.today, first.today

    def sight(self) -> Sight:
        """How it is seen now: one client's posts in the client's zone, those of several in this computer's."""
        clients = self._desk.clients.all()
        if self.client_id is not None:
            clients = tuple(client for client in clients if client.id == self.client_id)
        where = zone(clients[0].zone) if len(clients) == 1 else None
        first_weekday = QLocale().firstDayOfWeek().value
        return Sight(where or self._here, self._desk.clock.now(), clients, len(clients) > 1, first_weekday)

    def go_on(self, sight: Sight, stood_on: date | None) -> bool:
        """Where the present month or week was shown, go on to the one that is present now; whether the cursor goes along.

        It does into another month or week, and where it stood on today and whom is shown now has another day.
        """
        before, zone_before = self.today, self.zone
        self.today, self.zone = sight.today, sight.zone
        then, shown, now = (period(self.view, day, sight.first_weekday) for day in (before, self.day, sight.today))
        if before == sight.today or shown != then:
            return False
        self.day = sight.today
        return shown != now or (stood_on == before and sight.zone != zone_before)

    def title(self, sight: Sight) -> str:
        """What is shown, in words."""
        match self.view:
            case View.MONTH:
                return month_words(self.day)
            case View.WEEK:
                days = week_of(self.day, sight.first_weekday)
                return week_words(days[0], days[-1])
            case View.AGENDA:
                return from_words(self.day)

    def turned(self, day: date, way: int) -> date:
        """The day that comes up when one turns back (-1) or on (1) from `day`."""
        return clamped(day + timedelta(weeks=way)) if self.view is View.WEEK else months_later(day, way)
