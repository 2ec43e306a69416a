"""The words for what the engine has to tell: what happened, what it means for the post, what to do next."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from postdesk.domain.media import MediaFlaw
from postdesk.domain.storage import StorageTrouble
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.ui.text.flaws import flaw_words
from postdesk.ui.text.series import clock_change_words, drafted_words, missed_words, stopped_words
from postdesk.ui.text.words import Tone, platform_word

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """A notice as it is shown. `copy` is a text that the user may want to copy, empty where there is none."""

    text: str
    tone: Tone
    icon: str
    copy: str = ""


def notice_words(notice: Notice) -> NoticeWords | None:
    """The words of a notice for the window."""
    groups = (_of_practice, _of_clients, _of_posts, _of_series, _of_accounts, _of_connecting, _of_uploads, _failed)
    return next((words for words_of in groups if (words := words_of(notice))), None)


def error_words(kind: str) -> str:
    """What a failed request's class means, and what can be done."""
    return {
        "not_sent": translate("Notices", "MyPostShare can’t be reached: nothing was sent. Check the connection and try again."),
        "lost": translate("Notices", "The line dropped before the answer came. Check again to see what became of it."),
        "validation_refused": translate("Notices", "MyPostShare refused it."),
        "key_rejected": translate("Notices", "MyPostShare doesn’t accept the API key."),
        "permission_refused": translate("Notices", "The API key may not do this."),
        "missing": translate("Notices", "MyPostShare doesn’t know it."),
        "rate_limited": translate("Notices", "MyPostShare asks to wait: too many requests. Try again in a minute."),
        "redirected": translate("Notices", "The base URL points somewhere else: check it in the settings."),
        "server_trouble": translate("Notices", "MyPostShare has trouble of its own. Try again in a while."),
        "received": translate("Notices", "MyPostShare took it, but its answer was lost."),
        "not_the_service": translate("Notices", "The answer doesn’t come from MyPostShare: check the base URL and the network."),
        "unreadable_answer": translate("Notices", "MyPostShare’s answer could not be read. Try again in a while."),
    }.get(kind, translate("Notices", "It didn’t work."))


def storage_words(trouble: str) -> str:
    """What is wrong with the place where everything is kept, and what to do about it: whole sentences."""
    words: dict[str, str] = {
        StorageTrouble.FULL: translate("Notices", "The disk is full: make room on it."),
        StorageTrouble.UNWRITABLE: translate(
            "Notices", "Postdesk can’t write to its folder: check the disk, its free space, and who may write there."
        ),
        StorageTrouble.BUSY: translate("Notices", "Another program keeps Postdesk’s database busy: close it, or wait a moment."),
        StorageTrouble.DAMAGED: translate(
            "Notices",
            "Postdesk’s database is damaged. Repairing it brings back the newest good backup, and all that can still be read.",
        ),
        StorageTrouble.DEFECT: translate(
            "Notices", "It is a mistake in Postdesk itself; the menu’s “Problems” shows what it was."
        ),
    }
    return words.get(trouble, "")


def keyring_waits_words() -> str:
    """The keyring takes its time."""
    return translate(
        "Notices", "Waiting for this computer’s keyring. It may be asking for its password, perhaps in a window behind this one."
    )


def ended_words(code: str) -> str:
    """Why a connect session ended without a connection, by the service's word for it, and what to do: whole sentences."""
    word = " ".join(code.split())
    expired = translate("Notices", "The link ran out before it was used. Start again for a new one.")
    words = {
        "access_denied": translate("Notices", "Access was denied in the browser. To connect it, start again and allow it there."),
        "session_expired": expired,
        "expired": expired,
        "not_finished": translate("Notices", "It was not finished in the browser. Start again when there is time for it."),
    }.get(word)
    return words or translate("Notices", "MyPostShare says: {0}. Start again; if that doesn’t help, ask its support.").format(
        word
    )


def link_ended_words(code: str) -> str:
    """Return why a link that was sent to a client made no connection, and what to do: whole sentences."""
    word = " ".join(code.split())
    expired = translate("Notices", "The link for the client has expired. Send a new one.")
    words = {
        "access_denied": translate("Notices", "The client denied access. Ask the client, then send a new link."),
        "session_expired": expired,
        "expired": expired,
        "not_finished": translate("Notices", "The client did not use the link. Send a new one."),
    }.get(word)
    return words or translate("Notices", "MyPostShare says: {0}. Send the client a new link.").format(word)


def _of_practice(notice: Notice) -> NoticeWords | None:
    if notice.kind is not NoticeKind.PRACTICE_RESTARTED:
        return None
    words = translate("Notices", "Practice mode was restarted; everything in it is as it was.")
    return NoticeWords(words, Tone.LOCKED, "flask-conical")


def _of_clients(notice: Notice) -> NoticeWords | None:
    match notice.kind:
        case NoticeKind.CLIENT_ADDED:
            return NoticeWords(translate("Notices", "Added."), Tone.GOOD, "circle-check")
        case NoticeKind.CLIENT_KNOWN:
            text = translate("Notices", "“{0}” is in the list already.").format(notice.detail)
            return NoticeWords(text, Tone.LOCKED, "info")
        case NoticeKind.CLIENT_UNKNOWN:
            text = translate("Notices", "MyPostShare doesn’t know the id “{0}”. Check it for typing errors; nothing was added.")
            return NoticeWords(text.format(notice.detail), Tone.ATTENTION, "triangle-alert")
        case NoticeKind.CLIENTS_REBUILT:
            text = translate("Notices", "Added from the list of posts: {0}.").format(notice.detail)
            if notice.said:
                more = translate(
                    "Notices", "MyPostShare has more than the {0} posts it listed. Add clients that are missing by their id."
                )
                return NoticeWords(f"{text} {more.format(notice.said)}", Tone.ATTENTION, "triangle-alert")
            return NoticeWords(text, Tone.GOOD, "circle-check")
        case _:
            return None


def _of_posts(notice: Notice) -> NoticeWords | None:
    match notice.kind:
        case NoticeKind.TOO_LATE:
            text = translate("Notices", "Too late: it is on its way already and can’t be changed any more.")
            return NoticeWords(text, Tone.ATTENTION, "lock")
        case NoticeKind.IMPORT_UNFINISHED:
            text = translate(
                "Notices",
                "The import of {0} didn’t finish. Its posts and drafts were removed, except those you changed. "
                "Import the file again.",
            )
            return NoticeWords(text.format(notice.detail), Tone.ATTENTION, "triangle-alert")
        case NoticeKind.CLIENT_ARCHIVED:
            text = translate(
                "Notices", "{0} is archived, so the post stays as it is. Bring the client back in Settings → Clients first."
            )
            return NoticeWords(text.format(notice.detail), Tone.ATTENTION, "archive")
        case NoticeKind.WENT_OUT_AFTER_ALL:
            text = translate("Notices", "A post that was called not sent did go out after all: the results say which.")
            return NoticeWords(text, Tone.ATTENTION, "triangle-alert")
        case NoticeKind.MEDIA_HELD:
            why = flaw_words(MediaFlaw(notice.detail)) if notice.detail in set(MediaFlaw) else notice.detail
            text = translate("Notices", "A post is on hold: {0}").format(why)
            return NoticeWords(text, Tone.ATTENTION, "triangle-alert")
        case _:
            return None


def _of_series(notice: Notice) -> NoticeWords | None:
    match notice.kind:
        case NoticeKind.SERIES_STOPPED:
            return NoticeWords(stopped_words(), Tone.ATTENTION, "triangle-alert")
        case NoticeKind.SERIES_MISSED:
            return NoticeWords(missed_words(notice.said, int(notice.detail)), Tone.ATTENTION, "clock")
        case NoticeKind.SERIES_DRAFTED:
            return NoticeWords(drafted_words(notice.said, int(notice.detail)), Tone.ATTENTION, "triangle-alert")
        case NoticeKind.SERIES_CLOCK if notice.moment:
            return NoticeWords(clock_change_words(notice.detail, notice.moment), Tone.LOCKED, "clock")
        case _:
            return None


def _of_accounts(notice: Notice) -> NoticeWords | None:
    """Those that are connected, or no more."""
    platform = platform_word(notice.platform)
    match notice.kind:
        case NoticeKind.CONNECTED:
            text = translate("Notices", "{0} is connected: {1}.").format(platform, notice.detail)
            return NoticeWords(text, Tone.GOOD, "circle-check")
        case NoticeKind.ACCOUNT_CHANGED:
            text = translate(
                "Notices", "{0} answers with another account now: {1}. Nothing is sent to it until you say that it is right."
            )
            return NoticeWords(text.format(platform, notice.detail), Tone.ATTENTION, "shield-alert")
        case NoticeKind.ACCOUNT_LOST:
            text = translate(
                "Notices", "{0} of {1} isn’t connected any more, and posts wait for it: {2}. Reconnect it before they are due."
            )
            return NoticeWords(text.format(platform, notice.detail, notice.said), Tone.ATTENTION, "unlink")
        case NoticeKind.PERMISSION_REFUSED:
            text = translate("Notices", "MyPostShare refused a post of {1} to {0}. Posts there are on hold. Check the API key.")
            return NoticeWords(text.format(platform, notice.detail), Tone.ATTENTION, "shield-alert")
        case NoticeKind.DISCONNECTED:
            return NoticeWords(translate("Notices", "{0} is disconnected.").format(platform), Tone.LOCKED, "unlink")
        case _:
            return None


def _of_connecting(notice: Notice) -> NoticeWords | None:
    """What stands in its way."""
    platform = platform_word(notice.platform)
    match notice.kind:
        case NoticeKind.CONNECT_ENDED:
            text = translate("Notices", "{0} was not connected. {1}").format(platform, ended_words(notice.detail))
            return NoticeWords(text, Tone.ATTENTION, "triangle-alert")
        case NoticeKind.LINK_ENDED:
            text = translate("Notices", "{0} was not connected. {1}").format(platform, link_ended_words(notice.detail))
            return NoticeWords(text, Tone.ATTENTION, "link")
        case NoticeKind.CONNECT_TIMED_OUT:
            text = translate("Notices", "Connecting {0} was not finished in the browser. You can start again.").format(platform)
            return NoticeWords(text, Tone.ATTENTION, "clock")
        case NoticeKind.REDIRECT_NOT_ALLOWED:
            text = translate(
                "Notices", "MyPostShare doesn’t allow this return address yet. Add it to the app’s redirect URIs there: {0}"
            )
            return NoticeWords(text.format(notice.detail), Tone.ATTENTION, "link", notice.detail)
        case NoticeKind.UNSAFE_LINK:
            text = translate("Notices", "The connect link was not opened, because it doesn’t lead to MyPostShare: {0}")
            return NoticeWords(text.format(notice.detail), Tone.BAD, "shield-alert", notice.detail)
        case NoticeKind.BROWSER_FAILED:
            text = translate("Notices", "No browser opened. Copy the link and open it yourself: {0}").format(notice.detail)
            return NoticeWords(text, Tone.ATTENTION, "external-link", notice.detail)
        case NoticeKind.PORTS_BUSY:
            text = translate(
                "Notices", "The redirect ports are in use by something else. Connecting works, it only takes a little longer."
            )
            return NoticeWords(text, Tone.LOCKED, "info")
        case _:
            return None


def _of_uploads(notice: Notice) -> NoticeWords | None:
    """Of those whose draft is not open."""
    name = notice.detail
    match notice.kind:
        case NoticeKind.UPLOADED:
            text = translate("Notices", "“{0}” is uploaded, and its address is in its draft.")
            return NoticeWords(text.format(name), Tone.GOOD, "circle-check")
        case NoticeKind.UPLOADED_FOR_NONE:
            text = translate("Notices", "“{0}” is uploaded, but its draft is gone or couldn’t be stored. Its address is {1}")
            return NoticeWords(text.format(name, notice.said), Tone.ATTENTION, "triangle-alert", notice.said)
        case NoticeKind.UPLOAD_FAILED:
            text = translate("Notices", "“{0}” couldn’t be uploaded: its draft says why, and tries again.")
            return NoticeWords(text.format(name), Tone.BAD, "circle-x")
        case NoticeKind.UPLOAD_INTERRUPTED:
            text = translate("Notices", "“{0}” wasn’t uploaded before Postdesk ended: its draft goes on with it.")
            return NoticeWords(text.format(name), Tone.ATTENTION, "triangle-alert")
        case _:
            return None


def _failed(notice: Notice) -> NoticeWords | None:
    bad = Tone.BAD
    match notice.kind:
        case NoticeKind.ACTION_FAILED:
            text = error_words(notice.error or "")
            said = translate("Notices", "It says: {0}").format(notice.said) if notice.said else ""
            return NoticeWords(f"{text} {said}".strip(), bad, "circle-x")
        case NoticeKind.UNSENDABLE:
            text = translate(
                "Notices", "It holds something that can’t be sent: {0}. Nothing was sent; take it out and try again."
            )
            return NoticeWords(text.format(notice.detail), bad, "circle-x")
        case NoticeKind.STORAGE_FAILED:
            text = translate("Notices", "Postdesk couldn’t store this change, so it is not kept.")
            return NoticeWords(f"{text} {storage_words(notice.detail)}".strip(), bad, "triangle-alert")
        case NoticeKind.PRACTICE_FAILED:
            text = translate("Notices", "Practice mode could not start. Nothing is lost; start Postdesk again.")
            return NoticeWords(text, bad, "flask-conical")
        case NoticeKind.BAD_SETTING:
            return NoticeWords(_bad_setting(notice.detail), bad, "key-round")
        case NoticeKind.INTERNAL_ERROR:
            text = translate(
                "Notices", "Something in Postdesk itself went wrong. It goes on; the menu’s “Problems” shows what it was."
            )
            return NoticeWords(text, bad, "bug")
        case _:
            return None


def bad_proxy_words() -> str:
    """Of the one in the settings."""
    return translate("Notices", "The proxy in the settings can’t be used: it is written like http://host:port.")


def bad_ca_file_words() -> str:
    """Of the one in the settings."""
    return translate("Notices", "The certificate file in the settings can’t be read, or holds no certificate.")


def _bad_setting(error: str) -> str:
    what = {
        "BadBaseUrl": translate("Notices", "The base URL can’t be used: it has to be like https://host/path."),
        "BadProxy": bad_proxy_words(),
        "BadCaFile": bad_ca_file_words(),
    }.get(error, translate("Notices", "The API key can’t be one: it is empty, or has spaces or signs that a key can’t have."))
    return translate("Notices", "{0} Nothing is sent until it is changed in the settings.").format(what)
