"""What this computer has to be on for, in all accounts at work, as a part of the line at the window's foot."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal

from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import STILL_HERE
from postdesk.engine.desk import Desk
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.plain import plain_tooltip, set_property
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.words import recent_text, when_text

_FROM_HERE: Final = frozenset({PostState.FROM_HERE})

Dated = tuple[Desk, datetime]
"""A moment of a desk, by whose clock it is to come."""


class Leaving(Button):
    """How many posts are sent from this computer within a day, or when the next leaves it, or how long it is kept awake.

    A press asks for those posts: `asked` carries the states of posts of `desk`, `account_asked` the id of another desk's
    workspace. `my_clock` says of words for a moment whose clock it is by, where that could be mistaken.
    """

    asked = Signal(object)
    account_asked = Signal(int)

    def __init__(self, desk: Desk, theme: Theme, here: ZoneInfo, my_clock: Callable[[str, datetime], str]) -> None:
        super().__init__(theme, "", "status.from_here", role="status")
        self._desk, self._here, self._my_clock = desk, here, my_clock
        self._desks: Callable[[], Sequence[Desk]] = lambda: (desk,)
        self._followed: list[Desk] = []
        self._leads_to, self._states = desk, _FROM_HERE
        self.clicked.connect(self._ask)

    def tell_of(self, desks: Callable[[], Sequence[Desk]]) -> None:
        """Of all these: the one that is shown, and the others that work beside it."""
        self._desks = desks
        self.refresh()

    def refresh(self) -> None:
        """Count again; nothing is said while all sending is paused."""
        desks = self._at_work()
        refused = any(desk.awake.refused for desk in desks)
        set_property(self, "tone", "attention" if refused else "")
        plain_tooltip(self, self._why_asleep() if refused else "")
        self.set_text("" if self._desk.pause.since else self._words(desks, refused=refused))
        self.setVisible(bool(self.text()))

    def _at_work(self) -> Sequence[Desk]:
        """The desks, the one that is shown first."""
        desks = sorted(self._desks(), key=lambda desk: desk is not self._desk)
        for desk in desks:
            if desk not in self._followed:
                self._followed.append(desk)
                desk.awake.changed.connect(self.refresh)
                desk.changes.posts.connect(self.refresh)
        return desks

    def _words(self, desks: Sequence[Desk], *, refused: bool) -> str:
        awake = [(desk, desk.awake.until) for desk in desks if desk.awake.until]
        if awake:
            words = (
                self.tr("This computer may go to sleep before {0}")
                if refused
                else self.tr("Keeping this computer awake until {0}")
            )
            return self._dated(words, max(awake, key=_how_long), recent_text)
        if today := {desk: count for desk in desks if (count := desk.board.counts().from_here_today)}:
            return self._counted(today)
        coming = [(desk, moment) for desk in desks if (moment := desk.next_leaving())]
        words = self.tr("Next sending: {0}")
        return self._dated(words, min(coming, key=_how_long), when_text) if coming else ""

    def _dated(self, words: str, dated: Dated, as_text: Callable[[datetime, ZoneInfo, datetime], str]) -> str:
        desk, moment = dated
        self._leads_to, self._states = desk, STILL_HERE
        words = words.format(self._my_clock(as_text(moment, self._here, desk.clock.now()), moment))
        return words if desk is self._desk else self.tr("{0}, in {1}").format(words, desk.workspace.name)

    def _counted(self, today: dict[Desk, int]) -> str:
        self._leads_to, self._states = next(iter(today)), _FROM_HERE
        words = self.tr("Needing this computer within a day: {0}").format(sum(today.values()))
        others = [desk for desk in today if desk is not self._desk]
        if not others:
            return words
        names = ", ".join(desk.workspace.name for desk in others)
        if len(others) == len(today):
            return self.tr("{0}, in {1}").format(words, names)
        return self.tr("{0}, {1} of them in {2}").format(words, sum(today[desk] for desk in others), names)

    def _ask(self) -> None:
        if self._leads_to is self._desk:
            self.asked.emit(self._states)
        else:
            self.account_asked.emit(self._leads_to.workspace.id)

    def _why_asleep(self) -> str:
        return self.tr(
            "A post needs this computer then, but the system doesn’t let Postdesk keep it awake. Turn off sleep in the "
            "system’s energy settings until the post is sent."
        )


def _how_long(dated: Dated) -> float:
    """In how many seconds it is: the clock of practice mode can be moved."""
    desk, moment = dated
    return (moment - desk.clock.now()).total_seconds()
