"""Refusals of drafts in words, before and after they are submitted, with the next step."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.review import BlockedReason
from postdesk.engine.composer import RefusedDraft
from postdesk.engine.submission import RefusedReason
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import short_name

translate = QCoreApplication.translate

_BLOCKED: Final = {
    BlockedReason.NO_TEXT: QT_TRANSLATE_NOOP("Composer", "There is no text yet. Write something first."),
    BlockedReason.NO_PLATFORM: QT_TRANSLATE_NOOP("Composer", "Select at least one account above."),
    BlockedReason.NOTHING_READY: QT_TRANSLATE_NOOP("Composer", "Fix the problems below first."),
    BlockedReason.TOO_LATE: QT_TRANSLATE_NOOP(
        "Composer", "Too late: the post is locked or sent. Make a new post, or discard the changes."
    ),
    BlockedReason.CANCELLED: QT_TRANSLATE_NOOP("Composer", "The post was cancelled. Make a new post, or discard the changes."),
}

_OF_ALL: Final = {
    RefusedReason.TEMPLATE: QT_TRANSLATE_NOOP(
        "Composer", "A template is never posted. Start a draft from it, and schedule that."
    ),
    RefusedReason.REPLACED_CANCELLED: QT_TRANSLATE_NOOP(
        "Composer", "The post was cancelled, so this stays a draft. Make a new post."
    ),
    RefusedReason.ARCHIVED: QT_TRANSLATE_NOOP(
        "Composer", "This client is archived, so this stays a draft. Restore the client in Settings → Clients."
    ),
    RefusedReason.EMPTY: _BLOCKED[BlockedReason.NO_TEXT],
    RefusedReason.NO_PLATFORM: _BLOCKED[BlockedReason.NO_PLATFORM],
    RefusedReason.NO_TIME: QT_TRANSLATE_NOOP("Composer", "Select a time, or publish now."),
    RefusedReason.TIME_PAST: QT_TRANSLATE_NOOP(
        "Composer", "This time is past, so this stays a draft. Select a later one, or publish now."
    ),
    RefusedReason.TIME_TOO_SOON: QT_TRANSLATE_NOOP(
        "Composer", "This time is less than two minutes ahead, so this stays a draft. Select a later one, or publish now."
    ),
    RefusedReason.NO_FREE_MILLISECOND: QT_TRANSLATE_NOOP(
        "Composer", "Too many posts have exactly this time. Select another minute."
    ),
    RefusedReason.REPLACED_ALREADY_LOCKED: QT_TRANSLATE_NOOP(
        "Composer", "Too late: the post is locked and goes out unchanged. This stays a draft."
    ),
    RefusedReason.IMPORTED_MEANWHILE: QT_TRANSLATE_NOOP(
        "Composer", "This was imported after the file was checked. Select the file again to see the new posts."
    ),
    RefusedReason.MERGED: QT_TRANSLATE_NOOP(
        "Composer", "The change is still being undone. This may go out with that. Try again in a moment."
    ),
    RefusedReason.STORAGE: QT_TRANSLATE_NOOP(
        "Composer", "Postdesk couldn’t save this, so nothing goes out. The draft is kept. Try again in a moment."
    ),
    RefusedReason.INTERNAL: QT_TRANSLATE_NOOP(
        "Composer",
        "Postdesk had an internal error, so nothing goes out. The draft is kept: the menu’s “Error log” shows the error.",
    ),
}

_OF_ONE: Final = {
    RefusedReason.TIME_PAST: QT_TRANSLATE_NOOP(
        "Composer", "The time for {0} is past, so this stays a draft. Select a later one, or publish now."
    ),
    RefusedReason.TIME_TOO_SOON: QT_TRANSLATE_NOOP(
        "Composer", "The time for {0} is less than two minutes ahead, so this stays a draft. Select a later one, or publish now."
    ),
    RefusedReason.NOT_CONNECTED: QT_TRANSLATE_NOOP(
        "Composer", "{0} is not connected any more, so this stays a draft. Connect it, or leave it out."
    ),
    RefusedReason.PART_HAS_ITS_OWN_TIME: QT_TRANSLATE_NOOP(
        "Composer", "The {0} post has its own time now and goes out then. This stays a draft. Leave {0} out here."
    ),
}


def blocked_words(reason: BlockedReason) -> str:
    """Return the reason that no part of a draft can be submitted, and the next step."""
    return translate("Composer", _BLOCKED[reason])


def refused_words(refused: RefusedDraft) -> str:
    """Return why the engine refused a draft, and the next step."""
    if refused.platform and refused.reason in _OF_ONE:
        return translate("Composer", _OF_ONE[refused.reason]).format(short_name(refused.platform))
    return translate("Composer", _OF_ALL[refused.reason])
