"""The texts about bulk actions on the calendar's posts."""

from datetime import timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.bulk import BulkAction, BulkResult, SkipReason
from postdesk.ui.kit.copy_menu import missing_accounts_words
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate

# {0} is the number, {1} the argument of the action: a length of time, a client, a label.
_DONE: Final = {
    (BulkAction.MOVE, False): QT_TRANSLATE_NOOP("Several", "{0} moved {1}."),
    (BulkAction.MOVE, True): QT_TRANSLATE_NOOP("Several", "{0} moved back."),
    (BulkAction.COPY, False): QT_TRANSLATE_NOOP("Several", "{0} copied to new drafts for {1}."),
    (BulkAction.LABEL, False): QT_TRANSLATE_NOOP("Several", "{0} labelled “{1}”."),
    (BulkAction.LABEL, True): QT_TRANSLATE_NOOP("Several", "Label “{1}” removed from {0}."),
    (BulkAction.UNLABEL, False): QT_TRANSLATE_NOOP("Several", "Label “{1}” removed from {0}."),
    (BulkAction.UNLABEL, True): QT_TRANSLATE_NOOP("Several", "{0} labelled “{1}”."),
    (BulkAction.DELETE, False): QT_TRANSLATE_NOOP("Several", "{0} deleted."),
    (BulkAction.DELETE, True): QT_TRANSLATE_NOOP("Several", "{0} restored."),
    (BulkAction.LOCK_IN, True): QT_TRANSLATE_NOOP("Several", "{0} scheduled again."),
}


def bulk_result_words(done: BulkResult) -> str:
    """Return the result: changed and skipped posts, the reasons, and the effects of clock changes."""
    return " ".join((_head(done), *_clock_words(done), *_left_out_words(done)))


def bulk_result_tone(done: BulkResult) -> Tone:
    """Return amber where the user should take a look."""
    return (
        Tone.ATTENTION if done.skip_reasons or done.skipped_times or done.without_time or done.missing_platforms else Tone.ACCENT
    )


def _head(done: BulkResult) -> str:
    if not done.count:
        return translate("Several", "Nothing was changed.")
    if (done.action, done.is_undo) == (BulkAction.COPY, True):
        return translate("Several", "%n copies deleted.", "", done.count)
    if (done.action, done.is_undo) == (BulkAction.LOCK_IN, False):
        return translate(
            "Several", "Locking in %n. After that they go out by themselves, and can’t be edited or cancelled.", "", done.count
        )
    about = {BulkAction.MOVE: time_shift_words(done.shift), BulkAction.COPY: done.client_name}.get(done.action, done.label)
    return translate("Several", _DONE[done.action, done.is_undo]).format(done.count, about)


def _clock_words(done: BulkResult) -> list[str]:
    parts = (
        (
            done.skipped_times,
            translate(
                "Several", "%n moved to the time after the clock change, because that day skips theirs.", "", done.skipped_times
            ),
        ),
        (done.doubled_times, translate("Several", "{0} moved to the first of two equal times, since clocks go back that day.")),
        (done.without_time, _untimed_words(done)),
    )
    told = [words.format(count) for count, words in parts if count]
    return [*told, missing_accounts_words(done.missing_platforms, done.client_name)] if done.missing_platforms else told


def _untimed_words(done: BulkResult) -> str:
    if done.action is BulkAction.DELETE:
        return translate("Several", "%n restored as drafts, because they can’t be scheduled as they are.", "", done.without_time)
    return translate("Several", "{0} without a time, since it has passed. See the list of drafts.")


def _left_out_words(done: BulkResult) -> list[str]:
    reasons = (
        (SkipReason.FIXED, translate("Several", "{0} left out: locked, sending or published already.")),
        (SkipReason.PAST, translate("Several", "{0} left out: the new time has passed, or is less than two minutes ahead.")),
        (SkipReason.NOT_LOCKABLE, translate("Several", "{0} left out: drafts, already locked, or need this computer.")),
        (
            SkipReason.CHANGED,
            translate("Several", "%n kept, because they were edited.", "", done.skip_reasons.count(SkipReason.CHANGED)),
        ),
        (
            SkipReason.ARCHIVED,
            translate("Several", "{0} left out: the client is archived. Restore it in Settings → Clients first."),
        ),
    )
    return [words.format(count) for reason, words in reasons if (count := done.skip_reasons.count(reason))]


def time_shift_words(by: timedelta) -> str:
    """Return "2 days later", "1 day and 3 hours earlier"."""
    length = abs(by)
    hours, minutes = divmod(length.seconds // 60, 60)
    counts = (
        (length.days, translate("Several", "%n days", "", length.days)),
        (hours, translate("Several", "%n hours", "", hours)),
        (minutes, translate("Several", "%n minutes", "", minutes)),
    )
    parts = [words for count, words in counts if count]
    later = translate("Several", "{0} later") if by > timedelta() else translate("Several", "{0} earlier")
    return later.format(translate("Several", " and ").join(parts))
