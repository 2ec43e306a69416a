"""What is said of a post that waits here: why, or when it goes out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.delivery import Hold, Reason, read_reason
from postdesk.domain.media import MediaFlaw
from postdesk.domain.posts import Entry, Mode
from postdesk.ui.text.flaws import flaw_words
from postdesk.ui.text.said import one_line, said
from postdesk.ui.text.words import clock_text, hold_word

translate = QCoreApplication.translate


def waiting_words(entry: Entry, zone: ZoneInfo, now: datetime) -> str:
    """Why a post waits, or when it goes out, as a sentence."""
    reason, words = read_reason(entry.reason)
    if entry.hold == Hold.ACCOUNT_CHANGED and words:
        return translate("Results", "{0}: {1}.").format(hold_word(entry.hold), one_line(words))
    if entry.hold == Hold.MEDIA and words in set(MediaFlaw):
        return translate("Results", "{0}: {1}").format(hold_word(entry.hold), flaw_words(MediaFlaw(words)))
    if entry.hold == Hold.OFFLINE and reason == Reason.SERVER_TROUBLE:
        return translate("Results", "Not sent: MyPostShare has trouble of its own ({0}). It is tried again.").format(
            trouble_words(words)
        )
    if entry.hold == Hold.OFFLINE and reason == Reason.NOT_THE_SERVICE:
        return translate("Results", "Not sent: the answer didn’t come from MyPostShare. It is tried again.")
    if entry.hold == Hold.OFFLINE:
        return translate("Results", "Not sent: MyPostShare can’t be reached. It is tried again.")
    if entry.hold and entry.hold != Hold.NOT_DUE:
        why = f" ({said(words)})" if words and entry.hold == Hold.REFUSED_PERMISSION else ""
        return f"{hold_word(entry.hold)}{why}."
    locks_in = entry.mode == Mode.SCHEDULED
    if entry.not_before and entry.not_before > now:
        words = translate("Results", "Is locked in at {0}.") if locks_in else translate("Results", "Goes out at {0}.")
        return words.format(clock_text(entry.not_before, zone))
    return translate("Results", "Is being locked in.") if locks_in else translate("Results", "Goes out in a moment.")


def trouble_words(words: str) -> str:
    """An error's number as it is, its words quoted."""
    return words if words.isdigit() else said(words)
