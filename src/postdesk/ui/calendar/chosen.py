"""What is chosen in the calendar, for acts on all of it at once."""

from collections.abc import Iterable
from enum import Enum, auto

from PySide6.QtCore import QObject, Qt, Signal

from postdesk.domain.board import Card
from postdesk.ui.calendar.sight import Key


class Picking(Enum):
    """How a card is picked: alone, which chooses nothing; with those that are chosen; or with all since the last one."""

    ALONE = auto()
    TOGGLE = auto()
    RANGE = auto()


def picking(modifiers: Qt.KeyboardModifier) -> Picking:
    """How a click with these keys down picks."""
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return Picking.RANGE
    return Picking.TOGGLE if modifiers & Qt.KeyboardModifier.ControlModifier else Picking.ALONE


class Chosen(QObject):
    """Cards in the order in which they were chosen. `anchor` is the one that was picked last: a range begins there."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[Key, Card] = {}
        self.anchor: Card | None = None

    @property
    def cards(self) -> tuple[Card, ...]:
        """All of them."""
        return tuple(self._cards.values())

    @property
    def keys(self) -> frozenset[Key]:
        """Which they are."""
        return frozenset(self._cards)

    def __contains__(self, card: Card) -> bool:
        return card.key in self._cards

    def __len__(self) -> int:
        return len(self._cards)

    def toggle(self, card: Card) -> None:
        """Choose it, or no more."""
        self.anchor = card
        if self._cards.pop(card.key, None) is None:
            self._cards[card.key] = card
        self.changed.emit()

    def add(self, cards: Iterable[Card]) -> None:
        """Choose these too."""
        self._cards.update((card.key, card) for card in cards)
        self.changed.emit()

    def drop(self, cards: Iterable[Card]) -> None:
        """Choose these no more; what changed among the others stays as it is."""
        dropped = [card for card in cards if self._cards.pop(card.key, None)]
        if self.anchor in dropped:
            self.anchor = None
        if dropped:
            self.changed.emit()

    def clear(self) -> None:
        """Choose nothing; no range begins with what may not be in view any more."""
        self.anchor = None
        if self._cards:
            self._cards.clear()
            self.changed.emit()
