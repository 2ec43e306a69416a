"""The words of the calendar: for cards, cells, and posts that can't move."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.approval import Approval
from postdesk.domain.board import Card, CardKind, Tally
from postdesk.domain.calendar_days import wall_time
from postdesk.domain.day_notes import DayNote, on
from postdesk.domain.posts import Origin, PostState
from postdesk.domain.slots import ANY, Opening
from postdesk.domain.state_groups import AT_SERVICE
from postdesk.ui.calendar.state import CalendarContext, Cell
from postdesk.ui.text.approvals import approval_icon, approval_tone, approval_word, shown_approval
from postdesk.ui.text.clock import time_words
from postdesk.ui.text.days import day_text, whole_day
from postdesk.ui.text.posts import post_word, seen_as
from postdesk.ui.text.words import Tone, platform_word, state_icon, state_tone, sure_clock_text, zone_word

translate = QCoreApplication.translate

_LATE: Final = timedelta(minutes=5)


def is_late(card: Card, now: datetime) -> bool:
    """Whether MyPostShare should have published it a while ago."""
    return card.state in AT_SERVICE and now - card.due_at >= _LATE


def card_state(card: Card, now: datetime) -> str:
    """A card's state in words, and what its client said."""
    return " · ".join(part for part in (_state_word(card, now), approval_word(card_approval(card))) if part)


def card_short_state(card: Card, now: datetime) -> str:
    """What a card's icon says, in words."""
    return approval_word(card_approval(card)) if word_in_its_place(card) else _state_word(card, now)


def _state_word(card: Card, now: datetime) -> str:
    if is_late(card, now):
        return translate("Calendar", "Late")
    return post_word(card.state, card.marks) if card.state else translate("Calendar", "Draft")


def card_approval(card: Card) -> Approval:
    """What its client said, as long as it matters."""
    return shown_approval(card.approval, card.state)


def word_in_its_place(card: Card) -> bool:
    """Whether what the client said is shown in the place of the state: that it is scheduled is plain to see."""
    return card.state is PostState.SCHEDULED and bool(card_approval(card))


def card_icon(card: Card, now: datetime) -> str:
    """The Lucide name of a card's icon."""
    if is_late(card, now):
        return "clock"
    if word_in_its_place(card):
        return approval_icon(card_approval(card))
    return state_icon(seen_as(card.state, card.marks)) if card.state else "pencil"


def card_icon_colour(card: Card, now: datetime) -> str:
    """The name of that icon's colour."""
    tone = approval_tone(card_approval(card)) if word_in_its_place(card) else card_tone(card, now)
    return "secondary" if tone is Tone.NEUTRAL else tone


def card_tone(card: Card, now: datetime) -> Tone:
    """What a card's colour says."""
    if is_late(card, now):
        return Tone.ATTENTION
    return state_tone(seen_as(card.state, card.marks)) if card.state else Tone.NEUTRAL


def card_head(card: Card) -> str:
    """The first words on one line; why there are none where there are none."""
    if head := " ".join(card.head.split()):
        return head
    if card.origin is Origin.ELSEWHERE:
        return translate("Calendar", "Made outside Postdesk: text not available")
    return translate("Calendar", "No text yet")


def card_line(card: Card, context: CalendarContext) -> str:
    """All that a card shows as one line: "09:00, Scheduled, LinkedIn and X (Twitter), Five things we learned".

    Among several clients it says whose it is, and on which clock the time is.
    """
    platforms = ", ".join(map(platform_word, card.platforms))
    repeats = translate("Calendar", "repeats") if card.repeats else ""
    parts = [sure_clock_text(card.due_at, context.zone), card_state(card, context.now), repeats, platforms, card_head(card)]
    client = context.client(card.client_id)
    if context.several and client:
        parts[:1] = [f"{parts[0]} {zone_word(context.zone.key)}", client.name]
    if card.key in context.selected:
        parts.insert(0, translate("Calendar", "Chosen"))
    return ", ".join(part for part in parts if part)


def date_words(day: date) -> str:
    """A day in short: "Fri 27 Nov"."""
    return day_text(day, "ddd d MMM")


def day_number(day: date, *, short: bool = False) -> str:
    """A day in its month, with the month where that begins, unless `short`: "1 Dec", "2"."""
    return day_text(day, "d MMM") if day.day == 1 and not short else QLocale().toString(day.day)


def weekday_forms(days: Sequence[date]) -> tuple[list[str], ...]:
    """Weekdays as headings, from the longest form to the shortest: "Fri", "F"."""
    forms = QLocale.FormatType.ShortFormat, QLocale.FormatType.NarrowFormat
    return tuple([QLocale().standaloneDayName(day.isoweekday(), form) for day in days] for form in forms)


def column_forms(days: Sequence[date], today: date) -> tuple[list[str], ...]:
    """Days as headings, from the longest form to the shortest: "27 Fri, today", "27 Fri", "27"."""
    named = [day_text(day, "d ddd") for day in days]
    with_today = translate("Calendar", "{0}, today")
    full = [with_today.format(words) if day == today else words for words, day in zip(named, days, strict=True)]
    return full, named, [str(day.day) for day in days]


def free_words(opening: Opening, context: CalendarContext) -> str:
    """When a free slot is, and for whom where it is not for any: "10:20", "10:20 LinkedIn, X"."""
    clock = sure_clock_text(opening.moment, context.zone)
    return (
        clock if ANY in opening.platforms else f"{clock} {', '.join(platform_word(each) for each in sorted(opening.platforms))}"
    )


def cell_line(cell: Cell, context: CalendarContext, *, timed: bool) -> str:
    """A day or an hour with its posts, for screen readers."""
    when = whole_day(cell.wall.date())
    if timed:
        when = f"{when} {time_words(cell.wall.hour, cell.wall.minute)}"
        mine = wall_time(cell.span.start, context.here)
        if mine != wall_time(cell.span.start, context.zone):
            city = zone_word(context.here.key)
            when = translate("Calendar", "{0}, {1} in {2}").format(when, time_words(mine.hour, mine.minute), city)
    elif cell.wall.date() == context.today:
        when = translate("Calendar", "{0}, today").format(when)
    if cell.notes:
        when = translate("Calendar", "{0}, note: {1}").format(when, "; ".join(note.text for note in cell.notes))
    if cell.free:
        free = ", ".join(free_words(each, context) for each in cell.free)
        when = translate("Calendar", "{0}, free slot {1}").format(when, free)
    if not cell.span.count:
        return translate("Calendar", "{0}, no posts").format(when)
    posts = [card_line(card, context) for card in cell.span.cards]
    if (more := cell.span.after(len(posts))).count:
        posts.append(more_words(more))
    return translate("Calendar", "{0}, posts: {1}. {2}").format(when, cell.span.count, "; ".join(posts))


def heading_lines(days: Sequence[date], notes: Sequence[DayNote]) -> list[str]:
    """What a screen reader says of the headings of days: each in full, with its notes."""
    words = translate("Calendar", "{0}, note: {1}")
    noted = {day: "; ".join(note.text for note in on(notes, day)) for day in days}
    return [words.format(whole_day(day), noted[day]) if noted[day] else whole_day(day) for day in days]


def notes_words(notes: Sequence[DayNote]) -> str:
    """The notes on a day where there is one line for them: the first, and how many more there are."""
    rest = len(notes) - 1
    return f"{notes[0].text} +{rest}" if rest else notes[0].text


def more_words(more: Tally) -> str:
    """What has no room, with what of it needs the user: "+3 more, 1 to decide"."""
    parts = (
        (more.count, translate("Calendar", "+{0} more")),
        (more.to_decide, translate("Calendar", "{0} to decide")),
        (more.failed, translate("Calendar", "{0} failed or missed")),
    )
    return ", ".join(words.format(count) for count, words in parts if count)


def more_forms(more: Tally) -> tuple[str, ...]:
    """`more_words` for where there is room, and ever less of it."""
    return more_words(more), more_words(Tally(more.count)), f"+{more.count}"


def more_state(more: Tally) -> PostState | None:
    """The state whose icon and colour stand for what needs the user among what has no room; None where nothing does."""
    if more.to_decide:
        return PostState.TO_DECIDE
    return PostState.FAILED if more.failed else None


def zone_words(context: CalendarContext) -> str:
    """Whose clock the calendar goes by."""
    city = zone_word(context.zone.key)
    return (
        translate("Calendar", "{0}, your time").format(city)
        if context.several
        else translate("Calendar", "{0} time").format(city)
    )


def fixed_words(card: Card) -> str:
    """Why a post can't move to another time, and what can be done instead."""
    if card.origin is Origin.ELSEWHERE:
        return translate("Calendar", "It was made outside Postdesk, so it can’t be moved here.")
    match card.state:
        case PostState.LOCKED:
            return translate(
                "Calendar",
                "It is locked in at MyPostShare: it goes out by itself and can’t be moved. "
                "“Copy to a new draft” makes a second post.",
            )
        case PostState.PUBLISHED | PostState.CONFIRMED | PostState.PARTIAL | PostState.TO_DELETE:
            return translate("Calendar", "It is out already. “Copy to a new draft” makes a new post for another time.")
        case PostState.FAILED | PostState.REJECTED:
            return translate("Calendar", "It failed, so it has no time any more. Copy it to a new draft for another time.")
        case PostState.TO_DECIDE | PostState.CHECKING | PostState.RECEIVED:
            return translate("Calendar", "It may be out already. First say in the results whether it went out.")
        case PostState.CONTRADICTORY:
            return translate("Calendar", "It may be out already: MyPostShare contradicts itself. Look at the profile.")
        case PostState.CANCELLED:
            return translate("Calendar", "It was cancelled. Copy it to a new draft for another time.")
        case _:
            return translate("Calendar", "It is on its way already, so it can’t be moved any more.")


def is_draft(card: Card) -> bool:
    """Whether a card is a draft with a time."""
    return card.kind is CardKind.DRAFT


def agenda_day_words(day: date, context: CalendarContext) -> str:
    """A day as a heading: with "today" or "tomorrow" where it is, the year where it is another, and the zone of many clients."""
    today = context.today
    pattern = "dddd d MMMM" if day.year == today.year else "dddd d MMMM yyyy"
    words = day_text(day, pattern)
    near = {0: translate("Calendar", "Today, {0}"), 1: translate("Calendar", "Tomorrow, {0}")}.get((day - today).days, "{0}")
    heading = near.format(words)
    return translate("Calendar", "{0} · {1} time").format(heading, zone_word(context.zone.key)) if context.several else heading


def month_words(day: date) -> str:
    """A month: "November 2026"."""
    return day_text(day, "MMMM yyyy")


def week_words(first: date, last: date) -> str:
    """A week: "23 – 29 November 2026"."""
    patterns = ("d MMM yyyy" if first.year != last.year else "d MMM" if first.month != last.month else "d", "d MMM yyyy")
    days = zip((first, last), patterns, strict=True)
    return " – ".join(day_text(day, pattern) for day, pattern in days)


def day_title(day: date) -> str:
    """A day as it is shown alone: "Friday 27 Nov 2026"."""
    return day_text(day, "dddd d MMM yyyy")


def from_words(day: date) -> str:
    """Where the agenda begins: "From 24 Nov 2026"."""
    words = day_text(day, "d MMM yyyy")
    return translate("Calendar", "From {0}").format(words)
