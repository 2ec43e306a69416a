"""Problems that keep posts from being sent, each with the action that helps."""

from dataclasses import field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.list_plan import ListGap
from postdesk.domain.lock_in import GRACE
from postdesk.domain.storage import StorageFailure
from postdesk.engine.health import HealthState, KeyState
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.text.failures import keyring_waits_words, storage_words
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import recent_text, short_day

translate = QCoreApplication.translate

_NAMED_DAYS: Final = 3


class Remedy(StrEnum):
    """The actions of a problem's button."""

    CHECK = "check"
    KEY = "key"
    WORKSPACE = "workspace"
    FOLDER = "folder"
    REPAIR = "repair"
    TOOLS = "tools"
    RESUME = "resume"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class SendingProblem:
    """A problem in a word or two, then the cause and the effect on posts, with its remedy.

    `holds`: nothing is sent meanwhile. `waiting` is the text on posts waiting for its end; a change of it is no new problem.
    """

    short: str
    text: str
    tone: Tone
    icon: str
    action: str
    remedy: Remedy
    holds: bool = True
    waiting: str = field(default="", compare=False)

    @property
    def words(self) -> str:
        """The full text."""
        return " ".join(part for part in (self.text, self.waiting) if part)


def held_posts_words(session: WorkspaceSession) -> str:
    """Return the number of posts that wait for the end of a problem, and the consequence for those too late by then."""
    minutes = round(GRACE.total_seconds() / 60)
    count = session.pause.waiting() if session.pause.since else session.board.unsent_count()
    words = translate("Banner", "%n posts wait. Postdesk asks you about those more than {0} minutes late by then.", "", count)
    return words.format(minutes) if count else ""


def pause_start_words(session: WorkspaceSession, local_zone: ZoneInfo) -> str:
    """Return the beginning of the pause by this computer's clock, not practice mode's; empty where sending isn't paused."""
    since, clock = session.pause.since, session.clock
    return recent_text(since, local_zone, clock.computer_now()) if since else ""


def sending_problem(state: HealthState, kind: WorkspaceKind, paused: str = "", unsaved: int = 0) -> SendingProblem | None:
    """Return the most pressing problem, None where all is well.

    `paused`: the beginning of the pause, in words; `unsaved`: the number of changes that could not be written yet.
    """
    if state.storage_problem is StorageFailure.DAMAGED:
        text, short = f"{storage_words(state.storage_problem)} {_unsaved_words(unsaved)}".strip(), translate("Banner", "Damaged")
        return SendingProblem(short, text, Tone.BAD, "triangle-alert", translate("Banner", "Repair now"), Remedy.REPAIR)
    if state.storage_problem:
        meanwhile = translate("Banner", "Nothing is sent until then. Scheduled posts stay unchanged.")
        text = f"{storage_words(state.storage_problem)} {_unsaved_words(unsaved)} {meanwhile}".replace("  ", " ")
        short = translate("Banner", "Can’t write")
        return SendingProblem(short, text, Tone.BAD, "triangle-alert", translate("Banner", "Open folder"), Remedy.FOLDER)
    if state.check_failing:
        return _check_problem()
    if paused:
        return _pause_problem(paused)
    if (problem := _key_problem(state.key, kind)) is not None:
        return problem
    if state.not_the_service:
        text = translate("Banner", "Another server answers at the base URL. Nothing is sent until MyPostShare answers.")
        short = translate("Banner", "Not MyPostShare")
        return SendingProblem(short, text, Tone.BAD, "plug", translate("Banner", "Check base URL"), Remedy.WORKSPACE)
    if not state.online:
        text = translate("Banner", "MyPostShare can’t be reached. Posts wait and go out when it answers, up to 15 minutes late.")
        return SendingProblem(
            translate("Banner", "Offline"), text, Tone.ATTENTION, "wifi-off", translate("Banner", "Try again"), Remedy.CHECK
        )
    if state.clock_differs:
        return _clock_problem(state)
    if state.list_gap:
        return _list_problem(state.list_gap)
    if state.key is KeyState.SESSION_ONLY:
        text = translate("Banner", "No keyring found. The API key is kept only until Postdesk closes.")
        short = translate("Banner", "Key until closing")
        return SendingProblem(short, text, Tone.LOCKED, "key-round", translate("Banner", "API key…"), Remedy.KEY, holds=False)
    return None


def _unsaved_words(unsaved: int) -> str:
    if not unsaved:
        return ""
    return translate("Banner", "%n changes are not saved yet. Postdesk keeps trying.", "", unsaved)


def _check_problem() -> SendingProblem:
    text = translate(
        "Banner", "Postdesk can’t check its database for damage. Nothing is sent until it can. Postdesk keeps trying."
    )
    short, action = translate("Banner", "Not checked"), translate("Banner", "Check now")
    return SendingProblem(short, text, Tone.BAD, "triangle-alert", action, Remedy.REPAIR)


def _pause_problem(since: str) -> SendingProblem:
    short, action = translate("Banner", "Sending paused"), translate("Banner", "Resume sending")
    text = translate("Banner", "All sending has been paused since {0}. Locked posts still go out.").format(since)
    return SendingProblem(short, text, Tone.ATTENTION, "circle-pause", action, Remedy.RESUME)


def _key_problem(key: KeyState, kind: WorkspaceKind) -> SendingProblem | None:
    match key:
        case KeyState.REJECTED if kind is WorkspaceKind.SANDBOX:
            text = translate("Banner", "A fault in Testing revoked practice mode’s key. Nothing is sent meanwhile.")
            short = translate("Banner", "Key refused")
            return SendingProblem(short, text, Tone.BAD, "key-round", translate("Banner", "Testing"), Remedy.TOOLS)
        case KeyState.REJECTED:
            short = translate("Banner", "Key refused")
            text = translate("Banner", "MyPostShare doesn’t accept the API key. Nothing is sent until you enter a valid one.")
        case KeyState.MISSING:
            short = translate("Banner", "No API key")
            text = translate("Banner", "No API key for this account. A copied profile needs it once. Nothing is sent until then.")
        case KeyState.UNCONFIRMED:
            short = translate("Banner", "Not confirmed")
            text = translate("Banner", "This account’s address came with a copied profile. Nothing is sent until you confirm it.")
            return SendingProblem(short, text, Tone.BAD, "plug", translate("Banner", "Confirm…"), Remedy.CONFIRM)
        case KeyState.ASKED:
            short = translate("Banner", "Waiting for keyring")
            text = " ".join((keyring_waits_words(), translate("Banner", "Nothing is sent until the keyring answers.")))
        case KeyState.UNREADABLE:
            short = translate("Banner", "Keyring locked")
            text = translate(
                "Banner", "The keyring doesn’t answer. Unlock it, or enter the API key again. Nothing is sent until then."
            )
        case _:
            return None
    return SendingProblem(short, text, Tone.BAD, "key-round", translate("Banner", "Enter key…"), Remedy.KEY)


def _clock_problem(state: HealthState) -> SendingProblem:
    text = translate("Banner", "This computer’s clock is {0} off MyPostShare’s. Correct it, so that posts go out on time.")
    if state.clock_stops_lock_in:
        text = translate("Banner", "This computer’s clock is {0} off MyPostShare’s. Nothing is locked in until you correct it.")
    short, action = translate("Banner", "Clock is off"), translate("Banner", "Check again")
    off = _length_words(state.clock_off)
    return SendingProblem(short, text.format(off), Tone.ATTENTION, "clock", action, Remedy.CHECK, holds=False)


def _list_problem(gap: ListGap) -> SendingProblem:
    """Return the problem of an incomplete list. Posts of Postdesk are not affected: they are requested one by one."""
    if gap.ignores_dates:
        what = translate("Banner", "MyPostShare lists only its newest posts.")
    else:
        words = translate("Banner", "MyPostShare doesn’t list all posts of these days: {0}.")
        what = words.format(_days_words(gap.days))
    text = " ".join((what, translate("Banner", "Posts made outside Postdesk may be missing here.")))
    short, action = translate("Banner", "Posts may be missing"), translate("Banner", "Refresh")
    return SendingProblem(short, text, Tone.ATTENTION, "list", action, Remedy.CHECK, holds=False)


def _days_words(days: tuple[date, ...]) -> str:
    """Return the last of these days, and the number of the others."""
    named = [short_day(day) for day in days[-_NAMED_DAYS:]]
    more = len(days) - len(named)
    words = ", ".join(named)
    return translate("Banner", "{0} and %n more days", "", more).format(words) if more else words


def _length_words(length: timedelta) -> str:
    """Return a length of time in minutes, hours or days: the largest unit of which there are at least two."""
    minutes = abs(length).total_seconds() / 60
    if minutes < 120:
        return translate("Banner", "{0} minutes").format(round(minutes))
    if minutes < 2 * 24 * 60:
        return translate("Banner", "{0} hours").format(round(minutes / 60))
    return translate("Banner", "{0} days").format(round(minutes / 60 / 24))
