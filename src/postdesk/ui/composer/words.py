"""The composer's words: platforms in short, what becomes of a draft when, and of the post that it changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.clients import LockIn
from postdesk.domain.drafts import Draft
from postdesk.domain.lockin import lock_in_time
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostState
from postdesk.domain.state_groups import STILL_HERE
from postdesk.domain.taking_back import not_sent
from postdesk.domain.times import FAR_AHEAD, MIN_LEAD
from postdesk.ui.composer.state import Changing, Going, changing_of
from postdesk.ui.words import Tone, clock_text, platform_word, when_text, zone_word

_SOON = timedelta(hours=1)
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


def head(text: str) -> str:
    """The first words of a text."""
    return " ".join(text[:200].split()) or QCoreApplication.translate("Composer", "No text yet")


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
    if _alike(place.due_at, place):
        return ""
    theirs, mine = place.due_at.astimezone(place.zone), place.due_at.astimezone(place.here)
    same_day = theirs.date() == mine.date()
    words = clock_text(mine, place.here) if same_day else when_text(mine, place.here, place.now)
    return QCoreApplication.translate("Composer", "{0} your time.").format(words)


def _alike(moment: datetime, place: Place) -> bool:
    """Whether the clocks there and here show the same then."""
    return moment.astimezone(place.zone).replace(tzinfo=None) == moment.astimezone(place.here).replace(tzinfo=None)


def _their_time(moment: datetime, place: Place) -> str:
    """A moment by the client's clock, which is named where it isn't the one here."""
    words = when_text(moment, place.zone, place.now)
    if _alike(moment, place):
        return words
    return QCoreApplication.translate("Composer", "{0} {1} time").format(words, zone_word(place.zone.key))


def _locked_words(going: Going, place: Place) -> str:
    if not going.lockable:
        return ""
    tr = QCoreApplication.translate
    lock_in_at = lock_in_time(place.due_at, place.lock_in, place.now)
    if lock_in_at is None:
        words = tr("Composer", "Editable until it goes out. Leave Postdesk running at {0}, or lock it in before.")
        words = words.format(_their_time(place.due_at, place))
    elif lock_in_at <= place.now:
        words = tr("Composer", "Locked in right away: it goes out by itself and can’t be changed.")
    else:
        words = tr("Composer", "Editable until {0}, then locked in: it goes out by itself and can’t be changed.")
        words = words.format(_their_time(lock_in_at, place))
    return f"{names(going.lockable)}: {words}" if going.from_here else words


def _from_here_words(going: Going, place: Place) -> str:
    if not going.from_here:
        return ""
    words = QCoreApplication.translate("Composer", "Sent from this computer: leave Postdesk running at {0}.")
    words = words.format(_their_time(place.due_at, place))
    return f"{names(going.from_here)}: {words}" if going.lockable else words


def origin_remark(draft: Draft, post: Post, zone: ZoneInfo, now: datetime) -> Remark | None:
    """What is to be known of the post that a draft changes or was copied from; None where there is nothing."""
    tr, when = QCoreApplication.translate, when_text(post.due_at, zone, now)
    match changing_of(draft, post):
        case Changing.SCHEDULED:
            return _editing_remark(post, zone, now)
        case Changing.UNSENT:
            return Remark(tr("Composer", "Takes the place of the post of {0}, which was not sent.").format(when), Tone.ACCENT)
        case Changing.TOO_LATE:
            words = tr(
                "Composer", "The post of {0} is out of our hands by now: it goes out as it was. Your changes are kept here."
            )
            return Remark(words.format(when), Tone.ATTENTION)
    if post.state in _GOING_OUT and draft.replaces_post is None:
        words = tr("Composer", "The original still goes out {0}; this will be a second post.")
        return Remark(words.format(when), Tone.ATTENTION)
    return None


def _editing_remark(post: Post, zone: ZoneInfo, now: datetime) -> Remark:
    """That it is scheduled as it was meanwhile; with a warning where that soon can't be helped any more."""
    tr, when = QCoreApplication.translate, when_text(post.due_at, zone, now)
    last = min(entry.lock_in_at or entry.due_at for entry in not_sent(post))
    if last - now > _SOON:
        return Remark(
            tr("Composer", "Editing the post scheduled for {0}. Until you save, it stays as it was.").format(when), Tone.ACCENT
        )
    words = tr("Composer", "Editing the post scheduled for {0}. Save before {1}: it leaves our hands then, as it was.")
    return Remark(words.format(when, clock_text(last, zone)), Tone.ATTENTION)


def origin_action(changing: Changing) -> str:
    """What can be done about the post that a draft changes, in words; empty for nothing."""
    match changing:
        case Changing.SCHEDULED | Changing.UNSENT:
            return QCoreApplication.translate("Composer", "Discard changes")
        case Changing.TOO_LATE:
            return QCoreApplication.translate("Composer", "Make a new post of it")
        case Changing.NOTHING:
            return ""
