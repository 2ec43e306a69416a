"""The habits of a server: the parts of accepted posts that it repeats. The API text promises none of them (API gap G6).

Habits are learned from accepted posts with a known id, and stored for each base URL. An unknown habit counts as absent.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import Entry, SendMode
from postdesk.domain.remote import RemotePost
from postdesk.domain.times import parse_wire_time


class Habit(StrEnum):
    """A part that a GET of a post may repeat: our token, the texts, the scheduled moment to the millisecond."""

    TOKEN = "token"
    WORDS = "words"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class HabitRecord:
    """A learned habit: its presence in the last answer, and the number of answers. `at` is aware UTC."""

    habit: Habit
    present: bool
    count: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Habits:
    """The learned habits of one server."""

    seen: tuple[HabitRecord, ...] = ()

    def has(self, habit: Habit) -> bool:
        """Return True if the server is known to have the habit."""
        return any(each.habit == habit and each.present for each in self.seen)

    def of(self, habit: Habit) -> HabitRecord | None:
        """Return the record of a habit; None if there is none yet."""
        return next((each for each in self.seen if each.habit == habit), None)


NO_HABITS = Habits()


def observed_habits(entry: Entry, remote: RemotePost) -> Iterable[tuple[Habit, bool]]:
    """Yield the habits that the answer of a GET shows or lacks, for the post of `entry`; none for a post made elsewhere."""
    if not entry.token:
        return
    yield Habit.TOKEN, bool(remote.token)
    if entry.content:
        yield Habit.WORDS, remote.content == entry.content
    if entry.mode == SendMode.SCHEDULED:
        yield Habit.MOMENT, parse_wire_time(remote.schedule_at) == entry.due_at
