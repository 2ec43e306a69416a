"""The texts of the engine's notices: the event, its effect on the post, and the next step."""

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.media import MediaProblem
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.failures import (
    bad_ca_file_words,
    bad_proxy_words,
    connect_ended_words,
    error_words,
    link_ended_words,
    storage_words,
)
from postdesk.ui.text.file_problems import media_problem_words
from postdesk.ui.text.names import platform_word
from postdesk.ui.text.series import clock_change_words, drafted_words, missed_words
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """A notice as it is shown. `copy` is a text that the user may want to copy, empty if there is none."""

    text: str
    tone: Tone
    icon: str
    copy: str = ""


_success: Final = partial(NoticeWords, tone=Tone.GOOD, icon="circle-check")
_remark: Final = partial(NoticeWords, tone=Tone.LOCKED, icon="info")
_warning: Final = partial(NoticeWords, tone=Tone.ATTENTION, icon="triangle-alert")
_failure: Final = partial(NoticeWords, tone=Tone.BAD, icon="circle-x")

# {0} is the platform, {1} the notice's `detail` in words, {2} the notice's `said`.
_NOTICES: Final = {
    NoticeKind.TOO_LATE: _warning(
        QT_TRANSLATE_NOOP("Notices", "Too late. This post is already on its way and can’t be changed."), icon="lock"
    ),
    NoticeKind.PUBLISHED_AFTER_ALL: _warning(
        QT_TRANSLATE_NOOP("Notices", "A post that you marked as not sent was published after all. See the results.")
    ),
    NoticeKind.CLIENT_ADDED: _success(QT_TRANSLATE_NOOP("Notices", "Added.")),
    NoticeKind.CLIENT_KNOWN: _remark(QT_TRANSLATE_NOOP("Notices", "“{1}” is already in the list.")),
    NoticeKind.CLIENT_UNKNOWN: _warning(
        QT_TRANSLATE_NOOP("Notices", "MyPostShare doesn’t know the ID “{1}”. Check it for typing errors. Nothing was added.")
    ),
    NoticeKind.CLIENT_ARCHIVED: _warning(
        QT_TRANSLATE_NOOP(
            "Notices", "{1} is archived, so the post stays as it is. Restore the client in Settings → Clients first."
        ),
        icon="archive",
    ),
    NoticeKind.CLIENTS_REBUILT: _success(QT_TRANSLATE_NOOP("Notices", "Added from the list of posts: {1}.")),
    NoticeKind.CONNECTED: _success(QT_TRANSLATE_NOOP("Notices", "{0} is connected: {1}.")),
    NoticeKind.CONNECT_ENDED: _warning(QT_TRANSLATE_NOOP("Notices", "{0} was not connected. {1}")),
    NoticeKind.CONNECT_TIMED_OUT: _warning(
        QT_TRANSLATE_NOOP("Notices", "Connecting {0} was not finished in the browser. You can start again."), icon="clock"
    ),
    NoticeKind.LINK_ENDED: _warning(QT_TRANSLATE_NOOP("Notices", "{0} was not connected. {1}"), icon="link"),
    NoticeKind.MEDIA_HELD: _warning(QT_TRANSLATE_NOOP("Notices", "A post is on hold: {1}")),
    NoticeKind.ACCOUNT_LOST: _warning(
        QT_TRANSLATE_NOOP("Notices", "{0} of {1} was disconnected. Posts waiting for it: {2}. Reconnect before they are due."),
        icon="unlink",
    ),
    NoticeKind.PERMISSION_REFUSED: _warning(
        QT_TRANSLATE_NOOP("Notices", "MyPostShare refused a post of {1} to {0}. Posts there are on hold. Check the API key."),
        icon="shield-alert",
    ),
    NoticeKind.KEY_TRIED_AGAIN: _remark(
        QT_TRANSLATE_NOOP("Notices", "Postdesk tries the API key again. Posts on hold for it are sent: {1}."), icon="key-round"
    ),
    NoticeKind.ACCOUNT_CHANGED: _warning(
        QT_TRANSLATE_NOOP("Notices", "{0} is now connected as {1}. Nothing is sent to this account until you confirm."),
        icon="shield-alert",
    ),
    NoticeKind.DISCONNECTED: _remark(QT_TRANSLATE_NOOP("Notices", "{0} is disconnected."), icon="unlink"),
    NoticeKind.REDIRECT_NOT_ALLOWED: _warning(
        QT_TRANSLATE_NOOP(
            "Notices", "MyPostShare doesn’t allow this return address yet. Add it to the app’s redirect URIs there: {1}"
        ),
        icon="link",
    ),
    NoticeKind.UNSAFE_LINK: _failure(
        QT_TRANSLATE_NOOP("Notices", "The connect link was not opened, because it doesn’t lead to MyPostShare: {1}"),
        icon="shield-alert",
    ),
    NoticeKind.BROWSER_FAILED: _warning(
        QT_TRANSLATE_NOOP("Notices", "No browser opened. Copy the link and open it yourself: {1}"), icon="external-link"
    ),
    NoticeKind.PORTS_BUSY: _remark(
        QT_TRANSLATE_NOOP("Notices", "Another program uses the redirect ports. Connecting works, but takes a little longer.")
    ),
    NoticeKind.BAD_SETTING: _failure(
        QT_TRANSLATE_NOOP("Notices", "{1} Nothing is sent until you change it in the settings."), icon="key-round"
    ),
    NoticeKind.ACTION_FAILED: _failure("{1}"),
    NoticeKind.UNSENDABLE: _failure(
        QT_TRANSLATE_NOOP("Notices", "This post contains something that can’t be sent: {1}. Nothing was sent. Remove it first.")
    ),
    NoticeKind.UPLOADED: _success(QT_TRANSLATE_NOOP("Notices", "“{1}” is uploaded, and its address is in its draft.")),
    NoticeKind.UPLOADED_FOR_NONE: _warning(
        QT_TRANSLATE_NOOP("Notices", "“{1}” is uploaded, but its draft is gone or couldn’t be saved. Its address is {2}")
    ),
    NoticeKind.UPLOAD_FAILED: _failure(QT_TRANSLATE_NOOP("Notices", "“{1}” couldn’t be uploaded. Open its draft to try again.")),
    NoticeKind.UPLOAD_INTERRUPTED: _warning(
        QT_TRANSLATE_NOOP("Notices", "“{1}” wasn’t uploaded before Postdesk closed. Open its draft to continue.")
    ),
    NoticeKind.SERIES_STOPPED: _warning(
        QT_TRANSLATE_NOOP(
            "Notices",
            "This folder was copied or restored, so repeating posts are stopped: nothing may be sent twice. If no other copy is "
            "running, resume them in “Repeating”.",
        )
    ),
    NoticeKind.SERIES_MISSED: _warning("{1}", icon="clock"),
    NoticeKind.SERIES_DRAFTED: _warning("{1}"),
    NoticeKind.SERIES_CLOCK: _remark("{1}", icon="clock"),
    NoticeKind.IMPORT_UNFINISHED: _warning(
        QT_TRANSLATE_NOOP(
            "Notices",
            "The import of {1} didn’t finish. Its posts and drafts were removed, except those you changed. "
            "Import the file again.",
        )
    ),
    NoticeKind.STORAGE_FAILED: _failure(
        QT_TRANSLATE_NOOP("Notices", "Postdesk couldn’t save this change. {1}"), icon="triangle-alert"
    ),
    NoticeKind.PRACTICE_FAILED: _failure(
        QT_TRANSLATE_NOOP("Notices", "Practice mode couldn’t start. Nothing is lost. Start Postdesk again."), icon="flask-conical"
    ),
    NoticeKind.PRACTICE_RESTARTED: _remark(
        QT_TRANSLATE_NOOP("Notices", "Practice mode was restarted. Everything in it is unchanged."), icon="flask-conical"
    ),
    NoticeKind.INTERNAL_ERROR: _failure(
        QT_TRANSLATE_NOOP("Notices", "Postdesk had an internal error and keeps running. The menu’s “Error log” shows it."),
        icon="bug",
    ),
}


def notice_words(notice: Notice) -> NoticeWords:
    """Return a notice as the window shows it."""
    shown = _NOTICES[notice.kind]
    words = translate("Notices", shown.text).format(platform_word(notice.platform), _detail(notice), notice.said).strip()
    match notice.kind:
        case NoticeKind.CLIENTS_REBUILT if notice.said:
            more = translate("Notices", "MyPostShare listed only {0} of its posts. Add missing clients by their ID.")
            return _warning(f"{words} {more.format(notice.said)}")
        case NoticeKind.REDIRECT_NOT_ALLOWED | NoticeKind.UNSAFE_LINK | NoticeKind.BROWSER_FAILED:
            return replace(shown, text=words, copy=notice.detail)
        case NoticeKind.UPLOADED_FOR_NONE:
            return replace(shown, text=words, copy=notice.said)
        case _:
            return replace(shown, text=words)


def _detail(notice: Notice) -> str:
    """Return the notice's `detail` in words, or as it is."""
    match notice.kind:
        case NoticeKind.CONNECT_ENDED:
            return connect_ended_words(notice.detail)
        case NoticeKind.LINK_ENDED:
            return link_ended_words(notice.detail)
        case NoticeKind.MEDIA_HELD if notice.detail in set(MediaProblem):
            return media_problem_words(MediaProblem(notice.detail))
        case NoticeKind.SERIES_MISSED:
            return missed_words(notice.said, int(notice.detail))
        case NoticeKind.SERIES_DRAFTED:
            return drafted_words(notice.said, int(notice.detail))
        case NoticeKind.SERIES_CLOCK if notice.moment:
            return clock_change_words(notice.detail, notice.moment)
        case NoticeKind.STORAGE_FAILED:
            return storage_words(notice.detail)
        case NoticeKind.BAD_SETTING:
            return _bad_setting(notice.detail)
        case NoticeKind.ACTION_FAILED:
            answer = translate("Notices", "Its answer: {0}").format(notice.said) if notice.said else ""
            return f"{error_words(notice.error or '')} {answer}".strip()
        case _:
            return notice.detail


def _bad_setting(error: str) -> str:
    match error:
        case "BadBaseUrl":
            return translate("Notices", "The base URL isn’t valid. Enter it like https://host/path.")
        case "BadProxy":
            return bad_proxy_words()
        case "BadCaFile":
            return bad_ca_file_words()
        case _:
            return translate("Notices", "The API key isn’t valid: it is empty, or has spaces or other invalid characters.")
