"""Reads what the lines of a post say, when they are looked at, and keeps it until something changes."""

from zoneinfo import ZoneInfo

from postdesk.domain.board import Row
from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, effective
from postdesk.engine.desk import Desk
from postdesk.ui.results.lines import Line, platform_lines, post_line
from postdesk.ui.results.story import Scene


class LineBook:
    """The lines of posts, seen in `zone`. `put_off` holds the entries whose question was put off."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._posts: dict[int, Post | None] = {}
        self._lines: dict[int, Line] = {}
        self._below: dict[int, tuple[Line, ...]] = {}
        self._scenes: dict[int, Scene] = {}
        self._clients: dict[int, Client] = {}
        self.zone = ZoneInfo("UTC")
        self.put_off: set[int] = set()

    def forget(self) -> None:
        """Something changed: read again what is looked at from now on."""
        self._posts.clear()
        self._lines.clear()
        self._below.clear()
        self._scenes.clear()
        self._clients = {client.id: client for client in self._desk.clients.everyone()}

    def of(self, row: Row) -> Line | None:
        """The post's line; None where the post has just gone."""
        if row.id not in self._lines and (post := self._post(row)):
            self._lines[row.id] = post_line(post, self._clients.get(row.client_id), self._scene(row.client_id))
        return self._lines.get(row.id)

    def below(self, row: Row) -> tuple[Line, ...]:
        """The lines of the post's platforms; empty where the post has just gone."""
        if row.id not in self._below and (post := self._post(row)):
            self._below[row.id] = platform_lines(post, self._clients.get(row.client_id), self._scene(row.client_id))
        return self._below.get(row.id, ())

    def count_below(self, row: Row) -> int:
        """How many lines `below` has."""
        post = self._post(row)
        return sum(len(entry.platforms) for entry in effective(post.entries)) if post else 0

    def _post(self, row: Row) -> Post | None:
        if row.id not in self._posts:
            self._posts[row.id] = self._desk.outbox.post(row.id)
        return self._posts[row.id]

    def _scene(self, client_id: int) -> Scene:
        if client_id not in self._scenes:
            accounts = self._desk.connections.of(client_id)
            missing = frozenset[str](Platform) - {account.platform for account in accounts if account.ready}
            agreed = frozenset(each.platform for each in accounts if each.remote_account_id == each.confirmed_account_id)
            self._scenes[client_id] = Scene(self.zone, self._desk.clock.now(), missing, frozenset(self.put_off), agreed)
        return self._scenes[client_id]
