"""The posts of all desks that wait on this computer, by what becomes of them while it is off."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from postdesk.domain.approval import Approval
from postdesk.domain.closing import Prospect, obstacle, prospect
from postdesk.domain.delivery import Hold
from postdesk.domain.posts import Entry, Post
from postdesk.engine.desk import Desk


@dataclass(frozen=True, slots=True)
class WaitingPost:
    """A post with its client's name, and those of its entries that wait. `hold`: why, where they are on hold."""

    post: Post
    client: str
    entries: tuple[Entry, ...]
    hold: Hold | None = None

    @property
    def platforms(self) -> tuple[str, ...]:
        """Where it waits."""
        return tuple(dict.fromkeys(platform for entry in self.entries for platform in entry.platforms))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is due here before `until`, by time: what can be locked in, what needs this computer, and what is on hold.

    A post may be among several. `total`: how many posts wait here, whenever they are due.
    """

    until: datetime
    lockable: tuple[WaitingPost, ...] = ()
    from_here: tuple[WaitingPost, ...] = ()
    held: tuple[WaitingPost, ...] = ()
    total: int = 0

    @property
    def count(self) -> int:
        """How many posts are due before then."""
        return len({each.post.id for each in (*self.lockable, *self.from_here, *self.held)})

    @property
    def lockable_ids(self) -> frozenset[int]:
        """The entries that can be locked in."""
        return frozenset(entry.id for each in self.lockable for entry in each.entries)

    @property
    def entry_ids(self) -> frozenset[int]:
        """All entries that wait."""
        return frozenset(entry.id for each in (*self.lockable, *self.from_here, *self.held) for entry in each.entries)


def waiting_here(desks: Collection[Desk], until: datetime) -> Waiting:
    """What waits in all of these."""
    found = sorted(((desk, post) for desk in desks for post in desk.board.due_here(until)), key=lambda each: each[1].due_at)
    parts: dict[Prospect, list[WaitingPost]] = {each: [] for each in Prospect}
    for desk, post in found:
        for kind, one in _parts_of(desk, post):
            parts[kind].append(one)
    lockable, from_here, held = (tuple(parts[kind]) for kind in (Prospect.LOCKABLE, Prospect.FROM_HERE, Prospect.HELD))
    return Waiting(until, lockable, from_here, held, sum(desk.board.still_ours() for desk in desks))


def _parts_of(desk: Desk, post: Post) -> list[tuple[Prospect, WaitingPost]]:
    client = desk.clients.get(post.client_id)
    accounts = desk.connections.of(post.client_id)
    approved = not (client and client.approval) or post.word.approval is Approval.APPROVED
    parts: dict[tuple[Prospect, Hold | None], list[Entry]] = {}
    for entry in post.entries:
        held = obstacle(entry, accounts, paused=desk.pause.since is not None, approved=approved)
        if kind := prospect(entry, desk.clock.now(), held):
            parts.setdefault((kind, held), []).append(entry)
    name = client.name if client else ""
    return [(kind, WaitingPost(post, name, tuple(its), held)) for (kind, held), its in parts.items()]
