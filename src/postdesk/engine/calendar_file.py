"""Posts as an iCalendar file (RFC 5545), which any calendar can show.

Times are in UTC, so that no calendar has to know the client's time zone: the event's text names it. Events are transparent: a
post doesn't make the user busy.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from postdesk.domain.approval import Approval
from postdesk.domain.export_items import ExportItem
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import StateGroup
from postdesk.engine.gc_freeze import freeze_new_objects

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_LASTS: Final = timedelta(minutes=15)
_SINCE: Final = datetime(2020, 1, 1, tzinfo=UTC)
_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_CERTAIN: Final = StateGroup.SCHEDULED.value | StateGroup.LOCKED.value | StateGroup.UNDER_WAY.value | StateGroup.PUBLISHED.value


@dataclass(frozen=True, slots=True)
class EventText:
    """The text of a post's event: one line as its summary, and all further details as its description."""

    summary: str
    description: str


DescribeEvent = Callable[[ExportItem], EventText]


def ical_chunks(posts: Iterable[ExportItem], tell: DescribeEvent, now: datetime, remind: timedelta | None) -> Iterator[bytes]:
    """Yield the file in pieces, one for each post that has a time. `remind`: the lead of an alarm, None for no alarm."""
    with freeze_new_objects():
        from icalendar import Calendar

    frame = Calendar()
    frame.add("prodid", "-//Postdesk//Postdesk//EN")
    frame.add("version", "2.0")
    frame.add("calscale", "GREGORIAN")
    frame.add("x-wr-calname", "Postdesk")
    head, end, tail = frame.to_ical().partition(b"END:VCALENDAR")
    yield head
    for post in posts:
        if post.draft.due_at:
            yield _event(post, post.draft.due_at, tell(post), now, remind).to_ical()
    yield end + tail


def _event(post: ExportItem, due_at: datetime, words: EventText, now: datetime, remind: timedelta | None) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", post.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("last-modified", post.changed_at.astimezone(UTC))
    event.add("sequence", max(0, (post.changed_at - _SINCE) // timedelta(seconds=1)))
    event.add("dtstart", due_at.astimezone(UTC).replace(microsecond=0))
    event.add("duration", _LASTS)
    event.add("summary", _plain(words.summary))
    event.add("description", _plain(words.description))
    event.add("status", _status(post))
    event.add("transp", "TRANSPARENT")
    if post.draft.labels:
        event.add("categories", [_plain(label) for label in post.draft.labels])
    if remind is not None:
        event.add_component(_alarm(remind, words))
    return event


def _alarm(before: timedelta, words: EventText) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    alarm.add("description", _plain(words.summary))
    return alarm


def _status(post: ExportItem) -> str:
    if post.state is PostState.CANCELLED:
        return "CANCELLED"
    certain = post.state in _CERTAIN and post.approval is not Approval.WAITING
    return "CONFIRMED" if certain else "TENTATIVE"


def _plain(text: str) -> str:
    """Return the text without the control characters that RFC 5545 forbids, and with one kind of line break."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text))
