"""Refusals in words: before a draft is submitted, and where it was refused then; with what to do."""

from PySide6.QtCore import QCoreApplication

from postdesk.domain.review import BlockedReason
from postdesk.engine.composer import Refused
from postdesk.engine.submission import RefusedReason
from postdesk.ui.text.names import short_name

translate = QCoreApplication.translate


def blocked_words(reason: BlockedReason) -> str:
    """Return the reason that nothing of a draft can go out, and what to do."""
    match reason:
        case BlockedReason.NO_TEXT:
            return translate("Composer", "There is no text yet. Write something first.")
        case BlockedReason.NO_PLATFORM:
            return translate("Composer", "Select at least one account above.")
        case BlockedReason.NOTHING_READY:
            return translate("Composer", "Fix the problems below first.")
        case BlockedReason.TOO_LATE:
            return translate("Composer", "Too late: the post is locked or sent. Make a new post, or discard the changes.")

        case BlockedReason.CALLED_OFF:
            return translate("Composer", "The post was cancelled. Make a new post, or discard the changes.")


def refused_words(refused: Refused) -> str:
    """Return why a draft was not taken, and what to do."""
    if refused.platform:
        return _of_one(refused.reason).format(short_name(refused.platform))
    return _of_all(refused.reason)


def _of_one(reason: RefusedReason) -> str:
    """Return the text of a reason that is about one platform, with a place for its name."""
    match reason:
        case RefusedReason.TIME_PAST:
            return translate("Composer", "The time for {0} is past, so this stays a draft. Select a later one, or publish now.")
        case RefusedReason.TIME_TOO_SOON:
            return translate(
                "Composer",
                "The time for {0} is less than two minutes ahead, so this stays a draft. Select a later one, or publish now.",
            )
        case RefusedReason.NOT_CONNECTED:
            return translate("Composer", "{0} is not connected any more, so this stays a draft. Connect it, or leave it out.")
        case RefusedReason.PART_HAS_ITS_OWN_TIME:
            return translate(
                "Composer",
                "The {0} post has its own time now and goes out then. This stays a draft. Leave {0} out here.",
            )
        case _:
            return _of_all(reason)


def _of_all(reason: RefusedReason) -> str:
    match reason:
        case RefusedReason.TEMPLATE:
            return translate("Composer", "A template is never posted. Start a draft from it, and schedule that.")
        case RefusedReason.REPLACED_CALLED_OFF:
            return translate("Composer", "The post was cancelled, so this stays a draft. Make a new post.")
        case RefusedReason.ARCHIVED:
            return translate(
                "Composer", "This client is archived, so this stays a draft. Restore the client in Settings → Clients."
            )
        case RefusedReason.EMPTY:
            return blocked_words(BlockedReason.NO_TEXT)
        case RefusedReason.NO_PLATFORM:
            return blocked_words(BlockedReason.NO_PLATFORM)
        case RefusedReason.NO_TIME:
            return translate("Composer", "Select a time, or publish now.")
        case RefusedReason.TIME_PAST:
            return translate("Composer", "This time is past, so this stays a draft. Select a later one, or publish now.")
        case RefusedReason.TIME_TOO_SOON:
            return translate(
                "Composer", "This time is less than two minutes ahead, so this stays a draft. Select a later one, or publish now."
            )
        case RefusedReason.NO_FREE_MILLISECOND:
            return translate("Composer", "Too many posts have exactly this time. Select another minute.")
        case RefusedReason.REPLACED_ALREADY_LOCKED:
            return translate("Composer", "Too late: the post is locked and goes out unchanged. This stays a draft.")
        case RefusedReason.IMPORTED_MEANWHILE:
            return translate(
                "Composer", "This was imported after the file was checked. Select the file again to see the new posts."
            )
        case RefusedReason.STORAGE:
            return translate(
                "Composer", "Postdesk couldn’t save this, so nothing goes out. The draft is kept. Try again in a moment."
            )
        case RefusedReason.INTERNAL:
            return translate(
                "Composer",
                "Postdesk had an internal error, so nothing goes out. The draft is kept: the menu’s “Error log” shows the error.",
            )
        case RefusedReason.NOT_CONNECTED | RefusedReason.PART_HAS_ITS_OWN_TIME:
            raise ValueError(f"{reason} is said of a platform")
