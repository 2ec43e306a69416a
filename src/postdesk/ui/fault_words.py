"""The words for practice mode's faults: what goes wrong, and in which requests."""

from PySide6.QtCore import QCoreApplication

from postdesk.domain.practice import FaultKind, Operation

WITH_DELAY = frozenset({FaultKind.DELAY, FaultKind.DELAY_AFTER, FaultKind.REFUSE_CONNECTION})
WITH_PLATFORM = frozenset({FaultKind.PLATFORM_FAILS, FaultKind.NEEDS_RECONNECT})


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
        FaultKind.BODY_AFTER_204: tr("Faults", "Send a body after “204 No Content”"),
        FaultKind.DRIP: tr("Faults", "Answer one byte a second"),
        FaultKind.DELAY: tr("Faults", "Wait before acting"),
        FaultKind.DELAY_AFTER: tr("Faults", "Act, then wait with the answer"),
        FaultKind.PLATFORM_FAILS: tr("Faults", "One platform fails"),
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
    }
    return words.get(operation, operation)
