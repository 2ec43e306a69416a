"""The one broadcast of a desk: coarse facts, emitted after the commit; panes then read again what they show."""

from PySide6.QtCore import QObject, Signal


class Changes(QObject):
    """Shared by all engine objects of a desk. `notice` carries an `engine.notices.Notice` for the user.

    `returned` carries since when nothing could be learned, and whether this computer was asleep: if not, the line or the key was
    in the way.
    """

    posts = Signal()
    drafts = Signal()
    clients = Signal()
    connections = Signal()
    health = Signal()
    settings = Signal()
    practice = Signal()
    notice = Signal(object)
    returned = Signal(object, bool)
