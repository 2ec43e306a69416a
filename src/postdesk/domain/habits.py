"""What a server was seen to repeat of the posts it took: the API text promises none of it (gap G6), so it is learned.

It is learned from accepted posts, whose id is known, and kept per base URL. What was never seen counts as "does not".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from postdesk.domain.posts import Entry, Mode
from postdesk.domain.remote import RemotePost
from postdesk.domain.times import parse_wire_time


class Habit(StrEnum):
    """What a GET of a post may repeat: our token, the words, the scheduled moment to the millisecond."""

    TOKEN = "token"
    WORDS = "words"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a habit: whether the server had it the last time, and how often that was looked at. `at` is aware UTC."""

    habit: Habit
    has_it: bool
    times: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Habits:
    """All that was seen of one server."""

    seen: tuple[Seen, ...] = ()

    def has(self, habit: Habit) -> bool:
        """Whether the server is known for it; not known means no."""
        return any(each.habit == habit and each.has_it for each in self.seen)

    def of(self, habit: Habit) -> Seen | None:
        """What was seen of a habit, None where nothing was yet."""
        return next((each for each in self.seen if each.habit == habit), None)


UNKNOWN = Habits()


def shown_by(entry: Entry, told: RemotePost) -> Iterable[tuple[Habit, bool]]:
    """What the answer of a GET shows, of a post that is known to be `entry`; of one made elsewhere we know only what was told."""
    if not entry.token:
        return
    yield Habit.TOKEN, bool(told.token)
    if entry.content:
        yield Habit.WORDS, told.content == entry.content
    if entry.mode == Mode.SCHEDULED:
        yield Habit.MOMENT, parse_wire_time(told.schedule_at) == entry.due_at
