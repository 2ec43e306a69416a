"""What a proof and a report say: to the client, in plain words."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, assert_never

from PySide6.QtCore import QCoreApplication

from postdesk.domain.approval import Approval
from postdesk.domain.calendar_days import clock_changes, edges, midnight
from postdesk.domain.exporting import Exported
from postdesk.domain.paper import Asked, Head, Kind, Outcome, standing_of
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import StateGroup
from postdesk.ui.exporting.save_dialog import count_words
from postdesk.ui.kit.fields.period import month_of
from postdesk.ui.text.days import day_text, whole_day
from postdesk.ui.text.entry_stories import Scene, platform_story
from postdesk.ui.text.words import clock_text, platform_word, sure_clock_text, zone_word
from postdesk.ui.text.zones import offset_text

translate = QCoreApplication.translate

_DAY: Final = timedelta(days=1)
_BEGINNING: Final = 280
"""Characters by which a post is known again in a report."""


def title_words(kind: Kind) -> str:
    """What it is called."""
    return translate("Paper", "Planned posts") if kind is Kind.PROOF else translate("Paper", "Results")


def period_words(asked: Asked) -> str:
    """Of which days it is: "December 2026", or from one day to another."""
    if (asked.first, asked.last) == month_of(asked.first):
        return day_text(asked.first, "MMMM yyyy")
    first, last = whole_day(asked.first), whole_day(asked.last)
    return first if asked.first == asked.last else translate("Paper", "{0} to {1}").format(first, last)


def titled(head: Head) -> str:
    """All of that in a line: "Ann – Results, November 2026"."""
    return f"{head.client.name} – {title_words(head.asked.kind)}, {period_words(head.asked)}"


def about_words(head: Head) -> tuple[str, ...]:
    """Lines below the title: by whose clock, what that clock does in these days, when it was made."""
    zone = translate("Paper", "Times are those on a clock in {0} ({1}).").format(zone_word(head.zone.key), head.zone.key)
    made = translate("Paper", "Made on {0}, {1}.").format(*_day_and_clock(head.made_at, head))
    return (zone, *_clock_words(head), made)


def _clock_words(head: Head) -> Iterator[str]:
    start, end = edges((midnight(head.asked.first), midnight(head.asked.last + _DAY)), head.zone)
    words = translate("Paper", "The clock changes there on {0}: from {1} to {2}.")
    for change in clock_changes(head.zone, start, end):
        day = whole_day(change.at.astimezone(head.zone).date())
        yield words.format(day, offset_text(change.at - _DAY, head.zone), offset_text(change.at, head.zone))


def _day_and_clock(moment: datetime, head: Head) -> tuple[str, str]:
    return whole_day(moment.astimezone(head.zone).date()), clock_text(moment, head.zone)


def when_words(moment: datetime, head: Head) -> str:
    """The day in the client's zone, and the time of day where that is wanted."""
    day = whole_day(moment.astimezone(head.zone).date())
    return f"{day}, {sure_clock_text(moment, head.zone)}" if head.asked.times else day


def planned_words(post: Exported, platform: Platform) -> str:
    """How far a planned post is."""
    state = standing_of(post, platform)
    if state is None:
        return translate("Paper", "Draft")
    if state is PostState.LOCKED:
        return translate("Paper", "Locked")
    match post.approval:
        case Approval.WAITING:
            return translate("Paper", "Waiting for your approval")
        case Approval.APPROVED:
            return translate("Paper", "Approved")
        case Approval.NONE:
            return translate("Paper", "Planned")


def planned_icon(post: Exported, platform: Platform) -> str:
    """The Lucide name of its icon."""
    state = standing_of(post, platform)
    if state is None:
        return "pencil"
    if state is PostState.LOCKED:
        return "lock"
    return {Approval.WAITING: "hourglass", Approval.APPROVED: "check", Approval.NONE: "calendar-days"}[post.approval]


def how_many_words(count: int, kind: Kind) -> str:
    """So many posts, or that there are none."""
    return count_words(count) if count else none_words(kind)


def none_words(kind: Kind) -> str:
    """In the place of posts."""
    return translate("Paper", "Nothing is planned.") if kind is Kind.PROOF else translate("Paper", "There are no posts.")


def place_words(platform: str) -> str:
    """Where a post went; empty for one made elsewhere of which that is not told."""
    return platform_word(platform) if platform else translate("Paper", "Not told")


def group_words(group: StateGroup) -> str:
    """States that are counted together."""
    match group:
        case StateGroup.PUBLISHED:
            return translate("Paper", "Published")
        case StateGroup.FAILED:
            return translate("Paper", "Failed")
        case StateGroup.TO_DECIDE:
            return translate("Paper", "Not certain")
        case StateGroup.UNDER_WAY:
            return translate("Paper", "Under way")
        case StateGroup.SCHEDULED | StateGroup.HELD | StateGroup.LOCKED:
            return translate("Paper", "Planned")
        case StateGroup.CANCELLED:
            return translate("Paper", "Cancelled")
        case never:
            assert_never(never)


def group_icon(group: StateGroup) -> str:
    """The Lucide name of their icon."""
    match group:
        case StateGroup.PUBLISHED:
            return "circle-check"
        case StateGroup.FAILED:
            return "circle-x"
        case StateGroup.TO_DECIDE:
            return "circle-question-mark"
        case StateGroup.UNDER_WAY:
            return "hourglass"
        case _:
            return "calendar-days"


def text_words(outcome: Outcome) -> str:
    """How the text of a post begins; why there is none."""
    if len(outcome.text) > _BEGINNING:
        return f"{outcome.text[:_BEGINNING].rsplit(maxsplit=1)[0]}…"
    if outcome.text:
        return outcome.text
    return translate("Paper", "Made elsewhere: its text isn’t known") if outcome.elsewhere else translate("Paper", "Without text")


def reason_words(outcome: Outcome, head: Head) -> str:
    """Why it failed, and what isn't known; empty for all else."""
    match outcome.group:
        case StateGroup.FAILED if head.asked.reasons:
            return platform_story(outcome.entry, outcome.platform, Scene(head.zone, head.made_at))
        case StateGroup.TO_DECIDE:
            return translate("Paper", "It isn’t known yet whether it went out.")
        case _:
            return ""


def elsewhere_words() -> str:
    """Of a post that was not made here."""
    return translate("Paper", "Made elsewhere")


def unknown_words() -> str:
    """What no report of ours can say."""
    return translate(
        "Paper",
        "Times are those for which the posts were planned. Reach, clicks and reactions aren’t in this report: they aren’t told "
        "to the program that made it.",
    )


def unseen_words(file: str) -> str:
    """In the place of a picture that was not looked at."""
    return translate("Paper", "{0}: no picture of it was at hand").format(file)
