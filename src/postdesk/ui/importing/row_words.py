"""What is said of a row of a file: what is wrong with it, what it means, and what to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.clients import zone_of
from postdesk.domain.import_flaws import CheckedRow, Flaw, FlawKind
from postdesk.domain.limits import Severity, worst_first
from postdesk.domain.problem_groups import group_problems
from postdesk.domain.problems import ProblemKind
from postdesk.domain.times import zone
from postdesk.ui.text.problems import account_words, problem_words
from postdesk.ui.text.words import Tone, clock_text, when_text, zone_word

translate = QCoreApplication.translate

_OF_ACCOUNT: Final = frozenset({FlawKind.NOT_CONNECTED, FlawKind.NEEDS_RECONNECTING, FlawKind.ACCOUNT_CHANGED})


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to know of a row."""

    severity: Severity
    words: str

    @property
    def tone(self) -> Tone:
        return {Severity.STOP: Tone.BAD, Severity.WARN: Tone.ATTENTION, Severity.HINT: Tone.NEUTRAL}[self.severity]

    @property
    def icon(self) -> str:
        return {Severity.STOP: "circle-x", Severity.WARN: "triangle-alert", Severity.HINT: "info"}[self.severity]


def said_of(row: CheckedRow, here: ZoneInfo, now: datetime) -> tuple[Said, ...]:
    """All that is to be known of a row, the worst first."""
    theirs = row_zone(row, here)
    said = [Said(flaw.severity, flaw_words(flaw, row, theirs)) for flaw in row.flaws]
    if row.outgoing:
        found = group_problems(row.outgoing, row.assessments)
        said += [Said(each.severity, problem_words(each, lambda moment: when_text(moment, theirs, now))) for each in found]
    return tuple(sorted(said, key=lambda each: worst_first(each.severity)))


def row_zone(row: CheckedRow, here: ZoneInfo) -> ZoneInfo:
    """The zone on whose clock the row's time is read."""
    own = zone(row.row.zone.strip()) if row.row.zone.strip() else None
    return own or zone_of(row.client, here)


def flaw_words(flaw: Flaw, row: CheckedRow, theirs: ZoneInfo) -> str:
    """What is wrong, and what to do."""
    if flaw.kind in _OF_ACCOUNT:
        return account_words(ProblemKind(flaw.kind), flaw.platforms)
    if flaw.kind.startswith(("client", "platform")):
        return _of_whom(flaw.kind).format(flaw.detail)
    if flaw.kind.startswith(("time", "zone")):
        clock = clock_text(row.draft.due_at, theirs) if row.draft and row.draft.due_at else ""
        return _of_time(flaw.kind).format(flaw.detail, zone_word(theirs.key), clock)
    return _of_others(flaw.kind).format(flaw.detail)


def _of_whom(kind: FlawKind) -> str:
    words = {
        FlawKind.CLIENT_MISSING: translate("Importing", "No client is named. Choose one."),
        FlawKind.CLIENT_UNKNOWN: translate("Importing", "There is no client “{0}” here. Choose one."),
        FlawKind.CLIENT_SEVERAL: translate("Importing", "Several clients are called “{0}”. Choose one."),
        FlawKind.CLIENT_ARCHIVED: translate(
            "Importing", "“{0}” is archived. Choose another client, or bring this one back first."
        ),
        FlawKind.PLATFORM_MISSING: translate("Importing", "No platform is named. Write one, such as LinkedIn."),
        FlawKind.PLATFORM_UNKNOWN: translate("Importing", "Postdesk can’t post to “{0}”. Write other platforms."),
    }
    return words[kind]


def _of_time(kind: FlawKind) -> str:
    words = {
        FlawKind.ZONE_UNKNOWN: translate("Importing", "There is no time zone “{0}”. Write one like Europe/London, or none."),
        FlawKind.TIME_MISSING: translate("Importing", "There is no day or no time. Without both it can only be a draft."),
        FlawKind.TIME_UNREADABLE: translate(
            "Importing", "“{0}” can’t be read as a day and time. Write it like 2027-03-14 09:05."
        ),
        FlawKind.TIME_BOTH_WAYS: translate("Importing", "“{0}” can be read as two days. Write it like 2027-03-14 09:05."),
        FlawKind.TIME_SKIPPED: translate(
            "Importing", "The clocks in {1} skip this time on that day: it goes out at {2} instead."
        ),
        FlawKind.TIME_DOUBLED: translate(
            "Importing", "The clocks in {1} show this time twice on that day: it goes out the first time."
        ),
        FlawKind.TIME_PAST: translate("Importing", "This time is past. Write a later one."),
        FlawKind.TIME_TOO_SOON: translate("Importing", "This is less than two minutes ahead. Write a later time."),
        FlawKind.TIME_FAR: translate("Importing", "This is more than six months ahead."),
    }
    return words[kind]


def _of_others(kind: FlawKind) -> str:
    words = {
        FlawKind.ROW_TWICE: translate("Importing", "The same as row {0}, so it is left out."),
        FlawKind.SAME_WORDS: translate("Importing", "The same words as in row {0}, at another time."),
        FlawKind.CLASH: translate("Importing", "In the same minute as row {0}."),
        FlawKind.IMPORTED_BEFORE: translate("Importing", "You imported this row before and it is still here, so it is left out."),
        FlawKind.THERE_ALREADY: translate("Importing", "The same post or draft is here already, so it is left out."),
        FlawKind.NOT_TO_COME: translate("Importing", "The file says “{0}”: what isn’t still to come is left out."),
        FlawKind.IS_DRAFT: translate("Importing", "The file says that it is a draft, so it stays one."),
        FlawKind.MORE_FILES: translate("Importing", "It names {0} images or videos. A post has one here: the first is taken."),
    }
    return words[kind]
