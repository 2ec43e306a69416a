"""The words for practice mode's test tools: what goes wrong, in which requests, and what happens next by itself."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.practice import ArmedFault, FaultKind, FaultOrder, FaultUse, Operation
from postdesk.ui.words import clock_text, platform_word

WITH_DELAY = frozenset({FaultKind.DELAY, FaultKind.DELAY_AFTER, FaultKind.REFUSE_CONNECTION})
WITH_PLATFORM = frozenset({FaultKind.PLATFORM_FAILS, FaultKind.FAILS_THEN_PUBLISHES, FaultKind.NEEDS_RECONNECT})
OF_CONNECTIONS = frozenset({FaultKind.REFUSE_CONNECTION, FaultKind.RESET_CONNECTION})
"""They strike before a request is read, so they can't be kept to requests of one kind."""

_CONNECTION = "connection"


def fault_word(kind: str) -> str:
    """What goes wrong; a fault that this version doesn't know under its own name."""
    tr = QCoreApplication.translate
    words: dict[str, str] = {
        FaultKind.REFUSE_CONNECTION: tr("Faults", "Refuse the connection"),
        FaultKind.RESET_CONNECTION: tr("Faults", "Reset the connection"),
        FaultKind.DROP_BEFORE: tr("Faults", "Drop the line before acting"),
        FaultKind.ERROR_BEFORE: tr("Faults", "Answer 500 without acting"),
        FaultKind.RATE_LIMIT: tr("Faults", "Answer 429: too many requests"),
        FaultKind.NOT_FOUND: tr("Faults", "Answer 404: not found"),
        FaultKind.FORBIDDEN: tr("Faults", "Answer 403: not allowed"),
        FaultKind.KEY_REVOKED: tr("Faults", "Answer 401: API key revoked"),
        FaultKind.REDIRECT: tr("Faults", "Redirect somewhere else"),
        FaultKind.HTML: tr("Faults", "Answer a web page without acting"),
        FaultKind.DROP_AFTER: tr("Faults", "Act, then drop the line"),
        FaultKind.ERROR_AFTER: tr("Faults", "Act, then answer 500"),
        FaultKind.HTML_AFTER: tr("Faults", "Act, then answer a web page"),
        FaultKind.EMPTY: tr("Faults", "Act, then answer nothing"),
        FaultKind.MALFORMED_JSON: tr("Faults", "Act, then answer broken JSON"),
        FaultKind.CUT_BODY: tr("Faults", "Act, then cut the answer short"),
        FaultKind.BAD_GZIP: tr("Faults", "Act, then answer badly compressed"),
        FaultKind.HUGE_BODY: tr("Faults", "Act, then answer far too much"),
        FaultKind.NO_ID: tr("Faults", "Act, then answer without an id"),
        FaultKind.UNKNOWN_STATUS: tr("Faults", "Use a status word never seen"),
        FaultKind.RESULT_FAILED: tr("Faults", "Say published, but failed on the platform"),
        FaultKind.RESULT_PENDING: tr("Faults", "Say published, but pending on the platform"),
        FaultKind.RESULT_PUBLISHED: tr("Faults", "Say failed, but published on the platform"),
        FaultKind.BODY_AFTER_204: tr("Faults", "Send a body after “204 No Content”"),
        FaultKind.DRIP: tr("Faults", "Answer one byte a second"),
        FaultKind.DELAY: tr("Faults", "Wait before acting"),
        FaultKind.DELAY_AFTER: tr("Faults", "Act, then wait with the answer"),
        FaultKind.PLATFORM_FAILS: tr("Faults", "One platform fails"),
        FaultKind.FAILS_THEN_PUBLISHES: tr("Faults", "One platform fails, and publishes 3 minutes later"),
        FaultKind.NEEDS_RECONNECT: tr("Faults", "An account needs reconnecting"),
    }
    return words.get(kind, kind)


def operation_word(operation: str) -> str:
    """Which requests a fault is for."""
    tr = QCoreApplication.translate
    words: dict[str, str] = {
        Operation.ANY: tr("Faults", "any request"),
        Operation.UPSERT_END_USER: tr("Faults", "making a client known"),
        Operation.GET_END_USER: tr("Faults", "reading a client"),
        Operation.CONNECTIONS: tr("Faults", "listing accounts"),
        Operation.DISCONNECT: tr("Faults", "disconnecting"),
        Operation.CREATE_SESSION: tr("Faults", "starting to connect"),
        Operation.GET_SESSION: tr("Faults", "asking about connecting"),
        Operation.PUBLISH: tr("Faults", "publishing now"),
        Operation.SCHEDULE: tr("Faults", "locking in"),
        Operation.GET_POST: tr("Faults", "reading a post"),
        Operation.LIST_POSTS: tr("Faults", "listing posts"),
        _CONNECTION: tr("Faults", "a connection, before its request was read"),
    }
    return words.get(operation, operation)


def catch_words(order: FaultOrder) -> str:
    """What a fault of that order would catch."""
    tr = QCoreApplication.translate
    platform, often = platform_word(order.platform), _often(order.count)
    match order.kind:
        case FaultKind.REFUSE_CONNECTION:
            return tr("Faults", "Catches every request for that long: nobody answers.")
        case FaultKind.RESET_CONNECTION:
            return tr("Faults", "Catches the next connection ({0}), whatever it is for.").format(often)
        case FaultKind.PLATFORM_FAILS | FaultKind.FAILS_THEN_PUBLISHES:
            return tr("Faults", "Catches the next post that goes out to {0} ({1}), at once or when it is due.").format(
                platform, often
            )
        case FaultKind.NEEDS_RECONNECT:
            return tr("Faults", "Catches the {0} account that is listed or posted to next ({1}).").format(platform, often)
    if order.operation is Operation.ANY:
        return tr(
            "Faults", "Catches the next request of any kind ({0}), also one that Postdesk makes by itself in the background."
        ).format(often)
    words = tr("Faults", "Catches the next request of this kind only: {0} ({1}).")
    return words.format(operation_word(order.operation), often)


def _often(count: int | None) -> str:
    tr = QCoreApplication.translate
    if count is None:
        return tr("Faults", "every time, until disarmed")
    return tr("Faults", "once") if count == 1 else tr("Faults", "{0} times").format(count)


def place_word(fault: ArmedFault) -> str:
    """Where an armed fault strikes."""
    return platform_word(fault.platform) if fault.kind in WITH_PLATFORM and fault.platform else operation_word(fault.operation)


def standing_words(fault: ArmedFault, here: ZoneInfo) -> str:
    """Whether a fault still waits, and when and by what it was used."""
    tr = QCoreApplication.translate
    used = _used_words(fault.last, here) if fault.last else ""
    if not fault.armed:
        return tr("Faults", "Used up: {0}").format(used) if used else tr("Faults", "Used up")
    left = tr("Faults", "until disarmed") if fault.remaining is None else tr("Faults", "{0} more").format(fault.remaining)
    if fault.lasts is not None:
        left = tr("Faults", "for {0} s").format(round(fault.lasts.total_seconds()))
    if not used:
        return tr("Faults", "Armed, {0}").format(left)
    return tr("Faults", "Armed, {0}. {1} so far, last {2}").format(left, fault.fired, used)


def _used_words(use: FaultUse, here: ZoneInfo) -> str:
    tr = QCoreApplication.translate
    words = tr("Faults", "used at {0} by {1}").format(clock_text(use.at, here), operation_word(use.operation))
    platforms = ", ".join(map(platform_word, use.platforms))
    return f"{words} ({platforms})" if platforms else words


def happening_word(word: str) -> str:
    """The next thing that happens by itself: the sandbox's word for it, or empty for a post that leaves from here."""
    tr = QCoreApplication.translate
    words = {
        "": tr("Faults", "a post leaves this computer"),
        "post_due": tr("Faults", "a locked post is due"),
        "publish_finishes": tr("Faults", "a slow account finishes publishing"),
        "session_expires": tr("Faults", "a connect link runs out"),
    }
    return words.get(word, word)
