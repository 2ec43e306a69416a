"""The change signals of a workspace session: coarse, and emitted after the commit; panes then read their data again."""

from PySide6.QtCore import QObject, Signal

from postdesk.engine.read_turns import LastRead


class Changes(QObject):
    """Signals shared by all engine objects of a session. `notice` carries an `engine.notices.Notice` for the user.

    `connections` follows another state of an account or of a connect session; `account_work` the begin and the end of a command
    on accounts, and of the reading of a client's list, which mostly tells what is known.

    What takes milliseconds to read after a change has a `ReadTurn`, and shares `last_read`.

    `outage_ended` carries the outage's start, and whether this computer was asleep: otherwise the network or the key was the
    cause.
    """

    posts = Signal()
    drafts = Signal()
    clients = Signal()
    connections = Signal()
    account_work = Signal()
    health = Signal()
    settings = Signal()
    practice = Signal()
    notice = Signal(object)
    outage_ended = Signal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.last_read = LastRead()
