"""The selected cards of the calendar, for actions on all of them at once."""

from collections.abc import Iterable
from enum import Enum, auto

from PySide6.QtCore import QObject, Qt, Signal

from postdesk.domain.board import Card
from postdesk.ui.calendar.state import CardKey


class SelectMode(Enum):
    """The ways to select a card: alone, which selects nothing; adding or removing it; or with all since the last one."""

    ALONE = auto()
    TOGGLE = auto()
    RANGE = auto()

    @classmethod
    def by(cls, modifiers: Qt.KeyboardModifier) -> "SelectMode":
        """Return the mode of a click with these keys down."""
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return cls.RANGE
        return cls.TOGGLE if modifiers & Qt.KeyboardModifier.ControlModifier else cls.ALONE


class CardSelection(QObject):
    """The selected cards, in the order of their selection. A range begins at `anchor`, the last one clicked or toggled."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[CardKey, Card] = {}
        self.anchor: Card | None = None

    @property
    def cards(self) -> tuple[Card, ...]:
        """All selected cards."""
        return tuple(self._cards.values())

    @property
    def keys(self) -> frozenset[CardKey]:
        """The keys of all selected cards."""
        return frozenset(self._cards)

    def __contains__(self, card: Card) -> bool:
        return card.key in self._cards

    def __len__(self) -> int:
        return len(self._cards)

    def toggle(self, card: Card) -> None:
        """Add the card, or remove it where it is selected."""
        self.anchor = card
        if self._cards.pop(card.key, None) is None:
            self._cards[card.key] = card
        self.changed.emit()

    def add(self, cards: Iterable[Card]) -> None:
        """Add these cards."""
        self._cards.update((card.key, card) for card in cards)
        self.changed.emit()

    def drop(self, cards: Iterable[Card]) -> None:
        """Remove these cards; other cards that changed stay as they are."""
        dropped = [card for card in cards if self._cards.pop(card.key, None)]
        if self.anchor in dropped:
            self.anchor = None
        if dropped:
            self.changed.emit()

    def clear(self) -> None:
        """Remove all cards, and the anchor, which may be out of view."""
        self.anchor = None
        if self._cards:
            self._cards.clear()
            self.changed.emit()
