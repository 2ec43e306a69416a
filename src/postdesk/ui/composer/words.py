"""The composer's words: platforms in short, why a draft stays a draft, and what becomes of it when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.clients import LockIn
from postdesk.domain.lockin import lock_in_time
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Draft, Post, PostState
from postdesk.domain.state_groups import STILL_HERE
from postdesk.domain.submitting import Act
from postdesk.domain.taking_back import beyond_recall
from postdesk.domain.times import FAR_AHEAD, MIN_LEAD
from postdesk.engine.composer import Refused, RefusedReason
from postdesk.ui.composer.state import Going, View
from postdesk.ui.words import Tone, clock_text, platform_word, when_text

_GOING_OUT = STILL_HERE | {PostState.LOCKED, PostState.SENDING}


def short_name(platform: str) -> str:
    """A platform's name where there is little room."""
    return "X" if platform == Platform.TWITTER else platform_word(platform)


def names(platforms: Iterable[str]) -> str:
    """Several platforms by their short names."""
    return ", ".join(short_name(platform) for platform in platforms)


def number(value: int) -> str:
    """A number as this computer's language writes it, with a real minus sign."""
    return QLocale().toString(value).replace("-", "−")


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence and its tone."""

    text: str
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class Place:
    """A moment to be worded: when it is, when it is said, and for whom: the client's zone and lock-in, and the zone here."""

    due_at: datetime
    now: datetime
    zone: ZoneInfo
    here: ZoneInfo
    lock_in: LockIn


def time_remark(going: Going, place: Place) -> Remark:
    """What is to be known of the chosen time: that it is too early, or what happens until then."""
    tr, ahead = QCoreApplication.translate, place.due_at - place.now
    if ahead <= timedelta():
        return Remark(tr("Composer", "This time is past. Choose a later one, or publish now."), Tone.BAD)
    if ahead < MIN_LEAD:
        return Remark(tr("Composer", "This is less than two minutes ahead. Choose a later time, or publish now."), Tone.BAD)
    words = [_my_time(place), _locked_words(going, place), _from_here_words(going, place)]
    if ahead > FAR_AHEAD:
        words.append(tr("Composer", "That is more than six months ahead: MyPostShare may not take it."))
    return Remark(" ".join(word for word in words if word), Tone.ATTENTION if ahead > FAR_AHEAD else Tone.NEUTRAL)


def _my_time(place: Place) -> str:
    theirs, mine = place.due_at.astimezone(place.zone), place.due_at.astimezone(place.here)
    if theirs.replace(tzinfo=None) == mine.replace(tzinfo=None):
        return ""
    same_day = theirs.date() == mine.date()
    words = clock_text(mine, place.here) if same_day else when_text(mine, place.here, place.now)
    return QCoreApplication.translate("Composer", "{0} your time.").format(words)


def _locked_words(going: Going, place: Place) -> str:
    if not going.lockable:
        return ""
    tr = QCoreApplication.translate
    lock_in_at = lock_in_time(place.due_at, place.lock_in, place.now)
    if lock_in_at is None:
        words = tr("Composer", "Editable until it goes out. Leave Postdesk running at {0}, or lock it in before.")
        words = words.format(when_text(place.due_at, place.zone, place.now))
    elif lock_in_at <= place.now:
        words = tr("Composer", "Locked in right away: it goes out by itself and can’t be changed.")
    else:
        words = tr("Composer", "Editable until {0}, then locked in: it goes out by itself and can’t be changed.")
        words = words.format(when_text(lock_in_at, place.zone, place.now))
    return f"{names(going.lockable)}: {words}" if going.from_here else words


def _from_here_words(going: Going, place: Place) -> str:
    if not going.from_here:
        return ""
    words = QCoreApplication.translate("Composer", "Sent from this computer: leave Postdesk running at {0}.")
    words = words.format(when_text(place.due_at, place.zone, place.now))
    return f"{names(going.from_here)}: {words}" if going.lockable else words


def origin_remark(draft: Draft, post: Post, zone: ZoneInfo, now: datetime) -> Remark | None:
    """What is to be known of the post that a draft changes or was copied from; None where there is nothing."""
    tr, when = QCoreApplication.translate, when_text(post.due_at, zone, now)
    if draft.replaces_post == post.id:
        if not beyond_recall(post, draft.platforms):
            words = tr("Composer", "Changes the post scheduled for {0}; it stays as it is until you schedule.")
            return Remark(words.format(when), Tone.ACCENT)
        return Remark(
            tr("Composer", "The post that this changes is out of our hands by now: it goes out as it was."), Tone.ATTENTION
        )
    if post.state in _GOING_OUT:
        words = tr("Composer", "The original still goes out {0}; this will be a second post.")
        return Remark(words.format(when), Tone.ATTENTION)
    return None


def refused_words(refused: Refused) -> str:
    """Why a draft was not taken, and what to do."""
    tr = QCoreApplication.translate
    match refused.reason:
        case RefusedReason.EMPTY:
            return tr("Composer", "There is no text yet. Write something first.")
        case RefusedReason.NO_PLATFORM:
            return tr("Composer", "Choose at least one account above.")
        case RefusedReason.NO_TIME:
            return tr("Composer", "Choose a time, or publish now.")
        case RefusedReason.TIME_PAST:
            return tr("Composer", "That time is past, so this stays a draft. Choose a later one, or publish now.")
        case RefusedReason.TIME_TOO_SOON:
            return tr(
                "Composer", "That is less than two minutes ahead, so this stays a draft. Choose a later time, or publish now."
            )
        case RefusedReason.NOT_CONNECTED:
            words = tr("Composer", "{0} is not connected any more, so this stays a draft. Connect it, or leave it out.")
            return words.format(short_name(refused.platform))
        case RefusedReason.NO_FREE_MILLISECOND:
            return tr("Composer", "Too many posts have exactly this time. Choose another minute.")
        case RefusedReason.REPLACED_ALREADY_LOCKED:
            return tr(
                "Composer",
                "The post that this changes is locked and goes out as it was. This stays a draft.",
            )
        case RefusedReason.STORAGE:
            return tr(
                "Composer", "Postdesk can’t write to its folder, so nothing goes out. Make room and try again: the draft is kept."
            )


def done_words(act: Act, client: str, when: str) -> str:
    """What came of an act, for whom."""
    tr = QCoreApplication.translate
    match act:
        case Act.SCHEDULE:
            return tr("Composer", "Scheduled for {0}, {1}").format(client, when)
        case Act.LOCK_IN:
            return tr("Composer", "Locking in for {0}, {1}").format(client, when)
        case Act.PUBLISH_NOW:
            return tr("Composer", "Publishing now for {0}").format(client)


def head(text: str) -> str:
    """The first words of a text."""
    return " ".join(text[:200].split()) or QCoreApplication.translate("Composer", "No text yet")


def nothing_ready_words(view: View) -> str:
    """Why nothing of a draft could go out."""
    tr = QCoreApplication.translate
    if view.draft.empty:
        return tr("Composer", "There is no text yet. Write something first.")
    if not view.draft.platforms:
        return tr("Composer", "Choose at least one account above.")
    return tr("Composer", "Nothing can go out as it is: see what is said below the text.")
