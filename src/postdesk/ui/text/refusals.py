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
            return translate("Composer", "Choose at least one account above.")
        case BlockedReason.NOTHING_READY:
            return translate("Composer", "Nothing can go out as it is: see what is said below the text.")
        case BlockedReason.TOO_LATE:
            return translate(
                "Composer", "The post that this changes is out of our hands by now. Make a new post of it, or discard it."
            )

        case BlockedReason.CALLED_OFF:
            return translate("Composer", "The post that this changes was cancelled. Make a new post of it, or discard it.")


def refused_words(refused: Refused) -> str:
    """Why a draft was not taken, and what to do."""
    if refused.platform:
        return _of_one(refused.reason).format(short_name(refused.platform))
    return _of_all(refused.reason)


def _of_one(reason: RefusedReason) -> str:
    """Where it is about one platform, with a place for that."""
    match reason:
        case RefusedReason.TIME_PAST:
            return translate("Composer", "The time for {0} is past, so this stays a draft. Choose a later one, or publish now.")
        case RefusedReason.TIME_TOO_SOON:
            return translate(
                "Composer",
                "The time for {0} is less than two minutes ahead, so this stays a draft. Choose a later one, or publish now.",
            )
        case RefusedReason.NOT_CONNECTED:
            return translate("Composer", "{0} is not connected any more, so this stays a draft. Connect it, or leave it out.")
        case RefusedReason.PART_HAS_ITS_OWN_TIME:
            return translate(
                "Composer",
                "What was for {0} has a time of its own now and goes out then, so this stays a draft. Leave {0} out here.",
            )
        case _:
            return _of_all(reason)


def _of_all(reason: RefusedReason) -> str:
    match reason:
        case RefusedReason.TEMPLATE:
            return translate("Composer", "This is a template, so nothing goes out. Start a draft from it, and schedule that.")
        case RefusedReason.REPLACED_CALLED_OFF:
            return translate(
                "Composer", "The post that this changes was cancelled, so this stays a draft. Make a new post of it."
            )
        case RefusedReason.ARCHIVED:
            return translate("Composer", "This client is archived, so this stays a draft. Bring it back in Settings → Clients.")
        case RefusedReason.EMPTY:
            return blocked_words(BlockedReason.NO_TEXT)
        case RefusedReason.NO_PLATFORM:
            return blocked_words(BlockedReason.NO_PLATFORM)
        case RefusedReason.NO_TIME:
            return translate("Composer", "Choose a time, or publish now.")
        case RefusedReason.TIME_PAST:
            return translate("Composer", "That time is past, so this stays a draft. Choose a later one, or publish now.")
        case RefusedReason.TIME_TOO_SOON:
            return translate(
                "Composer", "That is less than two minutes ahead, so this stays a draft. Choose a later time, or publish now."
            )
        case RefusedReason.NO_FREE_MILLISECOND:
            return translate("Composer", "Too many posts have exactly this time. Choose another minute.")
        case RefusedReason.REPLACED_ALREADY_LOCKED:
            return translate("Composer", "The post that this changes is locked and goes out as it was. This stays a draft.")
        case RefusedReason.IMPORTED_MEANWHILE:
            return translate(
                "Composer", "It was imported already, after this file was checked. Choose the file again to see what is new."
            )
        case RefusedReason.STORAGE:
            return translate(
                "Composer", "Postdesk couldn’t store this, so nothing goes out. The draft is kept: try again in a moment."
            )
        case RefusedReason.INTERNAL:
            return translate(
                "Composer",
                "Postdesk had an internal error, so nothing goes out. The draft is kept: the menu’s “Error log” shows the error.",
            )
        case RefusedReason.NOT_CONNECTED | RefusedReason.PART_HAS_ITS_OWN_TIME:
            raise ValueError(f"{reason} is said of a platform")
