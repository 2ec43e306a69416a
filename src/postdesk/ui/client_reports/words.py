"""The texts of proof sheets and reports, which the client reads."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.approval import Approval
from postdesk.domain.calendar_days import add_months, clock_changes, first_moments, midnight
from postdesk.domain.client_report import ReportHead, ReportKind, ReportOutcome, ReportRequest, state_on
from postdesk.domain.export_items import ExportItem
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import StateGroup
from postdesk.ui.exporting.save_controls import count_words
from postdesk.ui.kit.fields.period import Period, month_of
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.entry_stories import StoryContext, platform_story
from postdesk.ui.text.names import platform_word, zone_word
from postdesk.ui.text.post_stories import ended
from postdesk.ui.text.times import clock_text, date_text, exact_clock_text, long_day, offset_text

translate = QCoreApplication.translate

_DAY: Final = timedelta(days=1)
_FIRST_HALF: Final = 15
_BEGINNING: Final = 280
"""Characters of a post's beginning in a report."""

_PLANNED: Final = QT_TRANSLATE_NOOP("ClientReports", "Planned"), "calendar-days"
_APPROVALS: Final = {
    Approval.NONE: _PLANNED,
    Approval.WAITING: (QT_TRANSLATE_NOOP("ClientReports", "Waiting for your approval"), "hourglass"),
    Approval.APPROVED: (QT_TRANSLATE_NOOP("ClientReports", "Approved"), "check"),
}
_GROUPS: Final = {
    StateGroup.PUBLISHED: (QT_TRANSLATE_NOOP("ClientReports", "Published"), "circle-check"),
    StateGroup.FAILED: (QT_TRANSLATE_NOOP("ClientReports", "Failed"), "circle-x"),
    StateGroup.TO_DECIDE: (QT_TRANSLATE_NOOP("ClientReports", "Not confirmed"), "circle-question-mark"),
    StateGroup.UNDER_WAY: (QT_TRANSLATE_NOOP("ClientReports", "Sending"), "hourglass"),
    StateGroup.SCHEDULED: _PLANNED,
    StateGroup.HELD: _PLANNED,
    StateGroup.LOCKED: _PLANNED,
    StateGroup.CANCELLED: (QT_TRANSLATE_NOOP("ClientReports", "Cancelled"), "calendar-days"),
}


def title_words(kind: ReportKind) -> str:
    """Return the title of a kind."""
    return translate("ClientReports", "Planned posts") if kind is ReportKind.PROOF else translate("ClientReports", "Results")


def period_words(asked: ReportRequest) -> str:
    """Return the period: "December 2026", or from one day to another."""
    if month := month_words((asked.first, asked.last)):
        return month
    first, last = long_day(asked.first), long_day(asked.last)
    return first if asked.first == asked.last else translate("ClientReports", "{0} to {1}").format(first, last)


def month_words(days: Period) -> str:
    """Return "December 2026"; empty where the days are no whole month."""
    return date_text(days[0], "MMMM yyyy") if days == month_of(days[0]) else ""


def default_days(kind: ReportKind, today: date) -> Period:
    """Return the month that a client is usually given: in the first half of a month the last one's results and the plan of this
    one, then the results of this one and the plan of the next one.
    """
    later = 0 if today.day > _FIRST_HALF else -1
    return month_of(add_months(today, later if kind is ReportKind.REPORT else later + 1))


def title_line(head: ReportHead) -> str:
    """Return the title in one line: "Ann – Results, November 2026"."""
    return f"{head.client.name} – {title_words(head.request.kind)}, {period_words(head.request)}"


def about_words(head: ReportHead) -> tuple[str, ...]:
    """Return the lines below the title: the clock of the times, its changes in the period, and the date of the file."""
    zone = translate("ClientReports", "Times are in the time zone of {0} ({1}).").format(zone_word(head.zone.key), head.zone.key)
    day, clock = long_day(head.made_at.astimezone(head.zone).date()), clock_text(head.made_at, head.zone)
    made = translate("ClientReports", "Created on {0}, {1}.").format(day, clock)
    return (zone, *_clock_words(head), made)


def _clock_words(head: ReportHead) -> Iterator[str]:
    start, end = first_moments((midnight(head.request.first), midnight(head.request.last + _DAY)), head.zone)
    words = translate("ClientReports", "Clocks change on {0}, from {1} to {2}.")
    for change in clock_changes(head.zone, start, end):
        day = long_day(change.at.astimezone(head.zone).date())
        yield words.format(day, offset_text(change.at - _DAY, head.zone), offset_text(change.at, head.zone))


def when_words(moment: datetime, head: ReportHead) -> str:
    """Return the day in the client's zone, and the time of day where the request wants it."""
    day = long_day(moment.astimezone(head.zone).date())
    return f"{day}, {exact_clock_text(moment, head.zone)}" if head.request.times else day


def planned_state(post: ExportItem, platform: Platform) -> tuple[str, str]:
    """Return the Lucide name of an icon for the state of a planned post on a platform, and the state in words."""
    state = state_on(post, platform)
    if state is None:
        return "pencil", translate("ClientReports", "Draft")
    if state is PostState.LOCKED:
        return "lock", translate("ClientReports", "Locked")
    words, icon = _APPROVALS[post.approval]
    return icon, translate("ClientReports", words)


def how_many_words(count: int, kind: ReportKind, planned: int = 0) -> str:
    """Return the number of posts, or that there are none. `planned`: the posts that a report counts and doesn't list."""
    if not count:
        return none_words(kind, planned)
    return _and_planned(count_words(count), planned)


def none_words(kind: ReportKind, planned: int = 0) -> str:
    """Return the text for a period without posts; `planned` ones are counted in a report."""
    if kind is ReportKind.PROOF:
        return translate("ClientReports", "Nothing is planned in these days.")
    return _and_planned(translate("ClientReports", "No posts went out in these days."), planned)


def _and_planned(words: str, planned: int) -> str:
    more = translate("ClientReports", "{0} Planned: {1}.").format(ended(words), QLocale().toString(planned))
    return more if planned else words


def place_words(platform: str) -> str:
    """Return the name of a platform; an empty one, of a post made elsewhere, is unknown."""
    return platform_word(platform) if platform else translate("ClientReports", "Unknown")


def group_words(group: StateGroup) -> str:
    """Return the word for states that are counted together."""
    return translate("ClientReports", _GROUPS[group][0])


def group_icon(group: StateGroup) -> str:
    """Return the Lucide name of the group's icon."""
    return _GROUPS[group][1]


def text_words(outcome: ReportOutcome) -> str:
    """Return the beginning of a post's text, or the reason why there is none."""
    if len(outcome.text) > _BEGINNING:
        return f"{outcome.text[:_BEGINNING].rsplit(maxsplit=1)[0]}…"
    if outcome.text:
        return outcome.text
    unknown = translate("ClientReports", "Made elsewhere (text unknown)")
    return unknown if outcome.elsewhere else translate("ClientReports", "No text")


def reason_words(outcome: ReportOutcome, head: ReportHead) -> str:
    """Return the reason of a failure, or that a result is unconfirmed; otherwise empty."""
    if outcome.group is StateGroup.FAILED and head.request.reasons:
        return platform_story(outcome.entry, outcome.platform, StoryContext(head.zone, head.made_at))
    return translate("ClientReports", "Not yet confirmed.") if outcome.group is StateGroup.TO_DECIDE else ""


def elsewhere_words() -> str:
    """Return the mark of posts that were made elsewhere."""
    return translate("ClientReports", "Made elsewhere")


def unknown_words() -> str:
    """Return the note on figures that no report has."""
    return translate("ClientReports", "Times are the planned times. Reach, clicks and reactions aren’t available.")


def missing_picture_words(file: str) -> str:
    """Return the text in the place of a picture that is not available."""
    return translate("ClientReports", "{0} (no picture available)").format(file)
