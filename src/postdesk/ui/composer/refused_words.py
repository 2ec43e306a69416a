"""Why nothing of a draft goes out, and what to do: before it is submitted, and where it was refused then."""

from PySide6.QtCore import QCoreApplication

from postdesk.engine.composer import Refused
from postdesk.engine.submission import RefusedReason
from postdesk.ui.composer.state import Obstacle
from postdesk.ui.composer.words import short_name


def obstacle_words(obstacle: Obstacle) -> str:
    """Why nothing of a draft could go out, and what to do."""
    tr = QCoreApplication.translate
    match obstacle:
        case Obstacle.NO_TEXT:
            return tr("Composer", "There is no text yet. Write something first.")
        case Obstacle.NO_PLATFORM:
            return tr("Composer", "Choose at least one account above.")
        case Obstacle.NOTHING_READY:
            return tr("Composer", "Nothing can go out as it is: see what is said below the text.")
        case Obstacle.TOO_LATE:
            return tr("Composer", "The post that this changes is out of our hands by now. Make a new post of it, or discard it.")

        case Obstacle.CALLED_OFF:
            return tr("Composer", "The post that this changes was cancelled. Make a new post of it, or discard it.")


def refused_words(refused: Refused) -> str:
    """Why a draft was not taken, and what to do."""
    if refused.platform:
        return _of_one(refused.reason).format(short_name(refused.platform))
    return _of_all(refused.reason)


def _of_one(reason: RefusedReason) -> str:
    """Where it is about one platform, with a place for that."""
    tr = QCoreApplication.translate
    match reason:
        case RefusedReason.TIME_PAST:
            return tr("Composer", "The time for {0} is past, so this stays a draft. Choose a later one, or publish now.")
        case RefusedReason.TIME_TOO_SOON:
            return tr(
                "Composer",
                "The time for {0} is less than two minutes ahead, so this stays a draft. Choose a later one, or publish now.",
            )
        case RefusedReason.NOT_CONNECTED:
            return tr("Composer", "{0} is not connected any more, so this stays a draft. Connect it, or leave it out.")
        case RefusedReason.PART_HAS_ITS_OWN_TIME:
            return tr(
                "Composer",
                "What was for {0} has a time of its own now and goes out then, so this stays a draft. Leave {0} out here.",
            )
        case _:
            return _of_all(reason)


def _of_all(reason: RefusedReason) -> str:
    tr = QCoreApplication.translate
    match reason:
        case RefusedReason.TEMPLATE:
            return tr("Composer", "This is a template, so nothing goes out. Start a draft from it, and schedule that.")
        case RefusedReason.REPLACED_CALLED_OFF:
            return tr("Composer", "The post that this changes was cancelled, so this stays a draft. Make a new post of it.")
        case RefusedReason.ARCHIVED:
            return tr("Composer", "This client is archived, so this stays a draft. Bring it back in Settings → Clients.")
        case RefusedReason.EMPTY:
            return obstacle_words(Obstacle.NO_TEXT)
        case RefusedReason.NO_PLATFORM:
            return obstacle_words(Obstacle.NO_PLATFORM)
        case RefusedReason.NO_TIME:
            return tr("Composer", "Choose a time, or publish now.")
        case RefusedReason.TIME_PAST:
            return tr("Composer", "That time is past, so this stays a draft. Choose a later one, or publish now.")
        case RefusedReason.TIME_TOO_SOON:
            return tr(
                "Composer", "That is less than two minutes ahead, so this stays a draft. Choose a later time, or publish now."
            )
        case RefusedReason.NO_FREE_MILLISECOND:
            return tr("Composer", "Too many posts have exactly this time. Choose another minute.")
        case RefusedReason.REPLACED_ALREADY_LOCKED:
            return tr("Composer", "The post that this changes is locked and goes out as it was. This stays a draft.")
        case RefusedReason.IMPORTED_MEANWHILE:
            return tr(
                "Composer", "It was imported already, after this file was checked. Choose the file again to see what is new."
            )
        case RefusedReason.STORAGE:
            return tr("Composer", "Postdesk couldn’t store this, so nothing goes out. The draft is kept: try again in a moment.")
        case RefusedReason.NOT_CONNECTED | RefusedReason.PART_HAS_ITS_OWN_TIME:
            raise ValueError(f"{reason} is said of a platform")
