"""The words for what the engine has to tell: what happened, what it means for the post, what to do next."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from postdesk.domain.storage import StorageTrouble
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.ui.words import Tone, platform_word


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """A notice as it is shown. `copy` is a text that the user may want to copy, empty where there is none."""

    text: str
    tone: Tone
    icon: str
    copy: str = ""


def notice_words(notice: Notice) -> NoticeWords | None:
    """The words of a notice for the window."""
    return _of_practice(notice) or _of_clients(notice) or _of_connections(notice) or _failed(notice)


def error_words(kind: str) -> str:
    """What a failed request's class means, and what can be done."""
    tr = QCoreApplication.translate
    return {
        "not_sent": tr("Notices", "MyPostShare can’t be reached: nothing was sent. Check the connection and try again."),
        "lost": tr("Notices", "The line dropped before the answer came. Check again to see what became of it."),
        "validation_refused": tr("Notices", "MyPostShare refused it."),
        "key_rejected": tr("Notices", "MyPostShare doesn’t accept the API key."),
        "permission_refused": tr("Notices", "The API key may not do this."),
        "missing": tr("Notices", "MyPostShare doesn’t know it."),
        "rate_limited": tr("Notices", "MyPostShare asks to wait: too many requests. Try again in a minute."),
        "redirected": tr("Notices", "The base URL points somewhere else: check it in the settings."),
        "server_trouble": tr("Notices", "MyPostShare has trouble of its own. Try again in a while."),
        "received": tr("Notices", "MyPostShare took it, but its answer was lost."),
        "not_the_service": tr("Notices", "The answer doesn’t come from MyPostShare: check the base URL and the network."),
        "unreadable_answer": tr("Notices", "MyPostShare’s answer could not be read. Try again in a while."),
    }.get(kind, tr("Notices", "It didn’t work."))


def storage_words(trouble: str) -> str:
    """What is wrong with the place where everything is kept, and what to do about it: whole sentences."""
    tr = QCoreApplication.translate
    words: dict[str, str] = {
        StorageTrouble.FULL: tr("Notices", "The disk is full: make room on it."),
        StorageTrouble.UNWRITABLE: tr(
            "Notices", "Postdesk can’t write to its folder: check the disk, its free space, and who may write there."
        ),
        StorageTrouble.BUSY: tr("Notices", "Another program keeps Postdesk’s database busy: close it, or wait a moment."),
        StorageTrouble.DAMAGED: tr(
            "Notices",
            "Postdesk’s database is damaged. Repairing it brings back the newest good backup, and all that can still be read.",
        ),
        StorageTrouble.DEFECT: tr("Notices", "It is a mistake in Postdesk itself; the menu’s “Problems” shows what it was."),
    }
    return words.get(trouble, "")


def keyring_waits_words() -> str:
    """The keyring takes its time."""
    return QCoreApplication.translate(
        "Notices", "Waiting for this computer’s keyring. It may be asking for its password, perhaps in a window behind this one."
    )


def ended_words(code: str) -> str:
    """Why a connect session ended without a connection, by the service's word for it, and what to do: whole sentences."""
    tr, word = QCoreApplication.translate, " ".join(code.split())
    expired = tr("Notices", "The link ran out before it was used. Start again for a new one.")
    words = {
        "access_denied": tr("Notices", "Access was denied in the browser. To connect it, start again and allow it there."),
        "session_expired": expired,
        "expired": expired,
        "not_finished": tr("Notices", "It was not finished in the browser. Start again when there is time for it."),
    }.get(word)
    return words or tr("Notices", "MyPostShare says: {0}. Start again; if that doesn’t help, ask its support.").format(word)


def _of_practice(notice: Notice) -> NoticeWords | None:
    tr = QCoreApplication.translate
    if notice.kind is not NoticeKind.PRACTICE_RESTARTED:
        return None
    words = tr("Notices", "Practice mode was restarted; everything in it is as it was.")
    return NoticeWords(words, Tone.LOCKED, "flask-conical")


def _of_clients(notice: Notice) -> NoticeWords | None:
    tr = QCoreApplication.translate
    match notice.kind:
        case NoticeKind.CLIENT_ADDED:
            return NoticeWords(tr("Notices", "Added."), Tone.GOOD, "circle-check")
        case NoticeKind.CLIENT_KNOWN:
            text = tr("Notices", "“{0}” is in the list already.").format(notice.detail)
            return NoticeWords(text, Tone.LOCKED, "info")
        case NoticeKind.CLIENT_UNKNOWN:
            text = tr("Notices", "MyPostShare doesn’t know the id “{0}”. Check it for typing errors; nothing was added.")
            return NoticeWords(text.format(notice.detail), Tone.ATTENTION, "triangle-alert")
        case NoticeKind.CLIENTS_REBUILT:
            text = tr("Notices", "Added from the list of posts: {0}.").format(notice.detail)
            return NoticeWords(text, Tone.GOOD, "circle-check")
        case _:
            return None


def _of_connections(notice: Notice) -> NoticeWords | None:
    tr, platform = QCoreApplication.translate, platform_word(notice.platform)
    match notice.kind:
        case NoticeKind.CONNECTED:
            text = tr("Notices", "{0} is connected: {1}.").format(platform, notice.detail)
            return NoticeWords(text, Tone.GOOD, "circle-check")
        case NoticeKind.CONNECT_ENDED:
            text = tr("Notices", "{0} was not connected. {1}").format(platform, ended_words(notice.detail))
            return NoticeWords(text, Tone.ATTENTION, "triangle-alert")
        case NoticeKind.CONNECT_TIMED_OUT:
            text = tr("Notices", "Connecting {0} was not finished in the browser. You can start again.").format(platform)
            return NoticeWords(text, Tone.ATTENTION, "clock")
        case NoticeKind.ACCOUNT_CHANGED:
            text = tr(
                "Notices", "{0} answers with another account now: {1}. Nothing is sent to it until you say that it is right."
            )
            return NoticeWords(text.format(platform, notice.detail), Tone.ATTENTION, "shield-alert")
        case NoticeKind.DISCONNECTED:
            return NoticeWords(tr("Notices", "{0} is disconnected.").format(platform), Tone.LOCKED, "unlink")
        case NoticeKind.REDIRECT_NOT_ALLOWED:
            text = tr(
                "Notices", "MyPostShare doesn’t allow this return address yet. Add it to the app’s redirect URIs there: {0}"
            )
            return NoticeWords(text.format(notice.detail), Tone.ATTENTION, "link", notice.detail)
        case NoticeKind.UNSAFE_LINK:
            text = tr("Notices", "The connect link was not opened, because it doesn’t lead to MyPostShare: {0}")
            return NoticeWords(text.format(notice.detail), Tone.BAD, "shield-alert", notice.detail)
        case NoticeKind.BROWSER_FAILED:
            text = tr("Notices", "No browser opened. Copy the link and open it yourself: {0}").format(notice.detail)
            return NoticeWords(text, Tone.ATTENTION, "external-link", notice.detail)
        case NoticeKind.PORTS_BUSY:
            text = tr(
                "Notices", "The redirect ports are in use by something else. Connecting works, it only takes a little longer."
            )
            return NoticeWords(text, Tone.LOCKED, "info")
        case _:
            return None


def _failed(notice: Notice) -> NoticeWords | None:
    tr = QCoreApplication.translate
    bad = Tone.BAD
    match notice.kind:
        case NoticeKind.TOO_LATE:
            text = tr("Notices", "Too late: it is on its way already and can’t be changed any more.")
            return NoticeWords(text, Tone.ATTENTION, "lock")
        case NoticeKind.WENT_OUT_AFTER_ALL:
            text = tr("Notices", "A post that was called not sent did go out after all: the results say which.")
            return NoticeWords(text, Tone.ATTENTION, "triangle-alert")
        case NoticeKind.ACTION_FAILED:
            text = error_words(notice.error or "")
            said = tr("Notices", "It says: {0}").format(notice.said) if notice.said else ""
            return NoticeWords(f"{text} {said}".strip(), bad, "circle-x")
        case NoticeKind.UNSENDABLE:
            text = tr("Notices", "It holds something that can’t be sent: {0}. Nothing was sent; take it out and try again.")
            return NoticeWords(text.format(notice.detail), bad, "circle-x")
        case NoticeKind.STORAGE_FAILED:
            text = tr("Notices", "Postdesk couldn’t store this change, so it is not kept.")
            return NoticeWords(f"{text} {storage_words(notice.detail)}".strip(), bad, "triangle-alert")
        case NoticeKind.PRACTICE_FAILED:
            text = tr("Notices", "Practice mode could not start. Nothing is lost; start Postdesk again.")
            return NoticeWords(text, bad, "flask-conical")
        case NoticeKind.BAD_SETTING:
            return NoticeWords(_bad_setting(notice.detail), bad, "key-round")
        case NoticeKind.INTERNAL_ERROR:
            text = tr("Notices", "Something in Postdesk itself went wrong. It goes on; the menu’s “Problems” shows what it was.")
            return NoticeWords(text, bad, "bug")
        case _:
            return None


def _bad_setting(error: str) -> str:
    tr = QCoreApplication.translate
    what = {
        "BadBaseUrl": tr("Notices", "The base URL can’t be used: it has to be like https://host/path."),
        "BadProxy": tr("Notices", "The proxy in the settings can’t be used: it is written like http://host:port."),
        "BadCaFile": tr("Notices", "The certificate file in the settings can’t be read, or holds no certificate."),
    }.get(error, tr("Notices", "The API key can’t be one: it is empty, or has spaces or signs that a key can’t have."))
    return tr("Notices", "{0} Nothing is sent until it is changed in the settings.").format(what)
