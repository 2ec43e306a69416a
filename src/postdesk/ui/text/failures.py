"""Failures of requests, of connecting, of the storage and of copies of the profile, and quotations of answers."""

import re
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.storage import CopyContents, CopyProblem, StorageFailure
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import one_line
from postdesk.ui.text.times import when_text

translate = QCoreApplication.translate

COPY_ENDING: Final = ".postdesk"
COPY_FILTER: Final = f"Postdesk (*{COPY_ENDING})"

_CODE: Final = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)+|forbidden|unauthorized|conflict", re.IGNORECASE)

_CODES: Final = {
    "access_denied": QT_TRANSLATE_NOOP("Failures", "access was denied"),
    "session_expired": QT_TRANSLATE_NOOP("Failures", "the link expired before it was used"),
    "expired": QT_TRANSLATE_NOOP("Failures", "the link expired before it was used"),
    "not_connected": QT_TRANSLATE_NOOP("Failures", "the account is not connected"),
    "platform_not_connected": QT_TRANSLATE_NOOP("Failures", "the account is not connected"),
    "reconnect_required": QT_TRANSLATE_NOOP("Failures", "the account needs reconnecting"),
    "platform_error": QT_TRANSLATE_NOOP("Failures", "the platform had an internal error"),
    "content_refused": QT_TRANSLATE_NOOP("Failures", "the platform refused the content"),
    "account_restricted": QT_TRANSLATE_NOOP("Failures", "the account may not publish"),
    "rate_limited": QT_TRANSLATE_NOOP("Failures", "there were too many requests"),
    "internal_error": QT_TRANSLATE_NOOP("Failures", "MyPostShare had an internal error"),
    "validation_error": QT_TRANSLATE_NOOP("Failures", "something in it is not allowed"),
}

_NOT_OF_CONTENT: Final = frozenset(_CODES) - {"content_refused", "validation_error"}

_ERRORS: Final = {
    "not_sent": QT_TRANSLATE_NOOP(
        "Failures", "MyPostShare can’t be reached. Nothing was sent. Check the connection and try again."
    ),
    "lost": QT_TRANSLATE_NOOP("Failures", "The connection dropped before an answer came. Refresh to see the result."),
    "validation_refused": QT_TRANSLATE_NOOP("Failures", "MyPostShare refused the request."),
    "key_rejected": QT_TRANSLATE_NOOP("Failures", "MyPostShare doesn’t accept the API key."),
    "permission_refused": QT_TRANSLATE_NOOP("Failures", "The API key lacks the permission for this."),
    "missing": QT_TRANSLATE_NOOP("Failures", "MyPostShare can’t find it."),
    "rate_limited": QT_TRANSLATE_NOOP("Failures", "Too many requests. Try again in a minute."),
    "redirected": QT_TRANSLATE_NOOP("Failures", "The base URL redirects to another address. Check it in the settings."),
    "server_trouble": QT_TRANSLATE_NOOP("Failures", "MyPostShare has an internal error. Try again later."),
    "received": QT_TRANSLATE_NOOP("Failures", "MyPostShare accepted the request, but its answer was lost."),
    "not_the_service": QT_TRANSLATE_NOOP(
        "Failures", "The answer doesn’t come from MyPostShare. Check the base URL and the network."
    ),
    "unreadable_answer": QT_TRANSLATE_NOOP("Failures", "MyPostShare’s answer can’t be read. Try again later."),
}

_STORAGE: Final[dict[str, str]] = {
    StorageFailure.FULL: QT_TRANSLATE_NOOP("Failures", "The disk is full. Free some space."),
    StorageFailure.UNWRITABLE: QT_TRANSLATE_NOOP(
        "Failures", "Postdesk can’t write to its folder. Check the disk, its free space and the folder’s permissions."
    ),
    StorageFailure.BUSY: QT_TRANSLATE_NOOP(
        "Failures", "Another program is using Postdesk’s database. Close it, or wait a moment."
    ),
    StorageFailure.DAMAGED: QT_TRANSLATE_NOOP(
        "Failures",
        "Postdesk’s database is damaged. Repairing it restores the newest good backup and everything that can still be read.",
    ),
    StorageFailure.DEFECT: QT_TRANSLATE_NOOP("Failures", "Postdesk has an internal error. The menu’s “Error log” shows it."),
}

_NOT_SAVED: Final = {
    StorageFailure.FULL: QT_TRANSLATE_NOOP("Failures", "There isn’t enough space. Free some, or select another place."),
    StorageFailure.UNWRITABLE: QT_TRANSLATE_NOOP("Failures", "Postdesk can’t write there. Select another place."),
}

_NOT_BACKED_UP: Final = {
    StorageFailure.FULL: QT_TRANSLATE_NOOP("Failures", "The disk has too little space for it. Earlier backups are kept."),
}

_IMPORT_FAILURES: Final = {
    CopyProblem.MISSING: QT_TRANSLATE_NOOP("Failures", "The file can’t be read. Check that it exists, and its permissions."),
    CopyProblem.NOT_OURS: QT_TRANSLATE_NOOP("Failures", "This file isn’t a copy made by Postdesk."),
    CopyProblem.NEWER: QT_TRANSLATE_NOOP("Failures", "A newer version of Postdesk made this copy. Install that version first."),
    CopyProblem.DAMAGED: QT_TRANSLATE_NOOP("Failures", "This copy is damaged. Save a new one on the other computer."),
}

_SESSION_ENDED: Final = {
    "access_denied": QT_TRANSLATE_NOOP("Failures", "Access was denied in the browser. Start again and allow it there."),
    "session_expired": QT_TRANSLATE_NOOP("Failures", "The link has expired. Start again for a new one."),
    "expired": QT_TRANSLATE_NOOP("Failures", "The link has expired. Start again for a new one."),
    "not_finished": QT_TRANSLATE_NOOP("Failures", "Connecting was not finished in the browser. Start again."),
}

_LINK_ENDED: Final = {
    "access_denied": QT_TRANSLATE_NOOP("Failures", "The client denied access. Ask the client, then send a new link."),
    "session_expired": QT_TRANSLATE_NOOP("Failures", "The link for the client has expired. Send a new one."),
    "expired": QT_TRANSLATE_NOOP("Failures", "The link for the client has expired. Send a new one."),
    "not_finished": QT_TRANSLATE_NOOP("Failures", "The client did not use the link. Send a new one."),
}


def quote_answer(words: str) -> str:
    """Return the service's words in quotation marks; a known error code in words of ours."""
    line = _without_code(words)
    known = _CODES.get(line.lower())
    return translate("Failures", known) if known else f"“{line}”"


def is_of_content(words: str) -> bool:
    """Return False where the service's words name another cause of a failure than the content: the account, an outage, …"""
    return one_line(words).partition(": ")[0].lower() not in _NOT_OF_CONTENT


def _without_code(words: str) -> str:
    line = one_line(words)
    code, colon, sentence = line.partition(": ")
    return sentence if colon and sentence and _CODE.fullmatch(code) else line


def error_words(kind: str) -> str:
    """Return the meaning of a failed request by its class ("not_sent", "lost", …), and the next step."""
    words = _ERRORS.get(kind) or QT_TRANSLATE_NOOP("Failures", "That didn’t work.")
    return translate("Failures", words)


def storage_words(failure: str) -> str:
    """Return the problem of the storage, and the next step, in whole sentences; empty if there is no text for it."""
    return translate("Failures", _STORAGE[failure]) if failure in _STORAGE else ""


def keyring_waits_words() -> str:
    """Return the text about a keyring that doesn't answer yet."""
    return translate("Failures", "Waiting for this computer’s keyring. Look for its password dialog, perhaps behind this window.")


def connect_ended_words(code: str) -> str:
    """Return why a connect session failed, by the service's code, and the next step, in whole sentences."""
    unknown = QT_TRANSLATE_NOOP("Failures", "MyPostShare’s answer: {0}. Start again. If that doesn’t help, ask its support.")
    return _ended(_SESSION_ENDED, unknown, code)


def link_ended_words(code: str) -> str:
    """Return why a link sent to a client made no connection, and the next step, in whole sentences."""
    return _ended(_LINK_ENDED, QT_TRANSLATE_NOOP("Failures", "MyPostShare’s answer: {0}. Send the client a new link."), code)


def _ended(known: dict[str, str], unknown: str, code: str) -> str:
    word = one_line(code)
    words = known.get(word, unknown)
    return translate("Failures", words).format(word)


def bad_proxy_words() -> str:
    """Return the text for an unusable proxy in the settings."""
    return translate("Failures", "The proxy in the settings isn’t valid. Enter it like http://host:port.")


def bad_ca_file_words() -> str:
    """Return the text for an unusable certificate file in the settings."""
    return translate("Failures", "The certificate file in the settings can’t be read, or has no certificate in it.")


def not_saved_words(failure: StorageFailure) -> str:
    """Return why no copy of the profile was saved."""
    why = translate("Failures", _NOT_SAVED[failure]) if failure in _NOT_SAVED else storage_words(failure)
    return translate("Failures", "Nothing was saved. {0}").format(why)


def not_backed_up_words(failure: StorageFailure) -> str:
    """Return why today's backup wasn't made, and that it is tried again."""
    why = translate("Failures", _NOT_BACKED_UP[failure]) if failure in _NOT_BACKED_UP else storage_words(failure)
    return translate("Failures", "No backup could be made today. {0} Postdesk tries again each hour.").format(why)


def import_refused_words(why: StorageFailure | CopyProblem) -> str:
    """Return why a copy of the profile was not imported, and that nothing has changed."""
    words = translate("Failures", _IMPORT_FAILURES[why]) if isinstance(why, CopyProblem) else storage_words(why)
    return translate("Failures", "Nothing was changed here. {0}").format(words)


def copy_contents_words(name: str, contents: CopyContents, local_zone: ZoneInfo, now: datetime) -> str:
    """Return the contents of a copy of the profile; `name` is its file's name."""
    words = translate("Failures", "{0} was made {1}. Posts in it: {2}. Drafts: {3}. Posts not sent yet: {4}.")
    made = when_text(contents.made_at, local_zone, now)
    return words.format(name, made, contents.posts, contents.drafts, contents.waiting)
