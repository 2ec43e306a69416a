"""Preview cards with real data, of posts that a test writes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from tests.support.sessions import RESOURCES

from postdesk.domain.drafts import Content
from postdesk.domain.media import MediaCheck, MediaFacts
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import Rules, load_rules
from postdesk.domain.text_counter import TextCounter
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.card import PreviewCard
from postdesk.ui.previews.card_looks import CardLooks, load_looks
from postdesk.ui.previews.content import PreviewFiles, PreviewPost, mark_cuts

WIDTH = 380


@dataclass
class Cards:
    """Creates posts, and visible cards of them."""

    theme: Theme
    looks: CardLooks
    rules: Rules
    counter: TextCounter
    made: list[PreviewCard] = field(default_factory=list)
    seen: dict[str, tuple[MediaCheck | None, QImage | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pictures = PreviewFiles(lambda url: self.seen.get(url, (None, None)))

    def see(self, url: str, facts: MediaFacts, picture: QImage | None = None) -> None:
        """Give the result of probing the file at the address."""
        self.seen[url] = MediaCheck(url, datetime(2026, 11, 24, 12, tzinfo=UTC), facts), picture
        self.pictures.changed.emit(url)
        QApplication.processEvents()

    def post(self, platform: Platform, content: Content, author: str = "Alex Morgan", limit: int | None = None) -> PreviewPost:
        """Return a post of that content; `limit` is set where the account's limit differs from its platform's."""
        its = self.rules.for_platform(platform)
        bare = PreviewPost(platform, author, content)
        return mark_cuts(bare, self.looks.of(platform).fold, its.text.unit, limit or its.text_limit, self.counter)

    def card(self, platform: Platform, text: str, width: int = WIDTH, title: str = "", media_url: str = "") -> PreviewCard:
        """Return a visible card of a text."""
        return self.of(self.post(platform, Content(text, title, media_url)), width)

    def of(self, post: PreviewPost, width: int = WIDTH) -> PreviewCard:
        """Return a visible card of that post."""
        card = PreviewCard(self.theme, self.looks.of(post.platform), self.pictures, post)
        self.made.append(card)
        card.resize(width, 10)
        card.show()
        QApplication.processEvents()
        return card

    def shown(self, card: PreviewCard) -> str:
        """Return the visible part of the text."""
        return card.stack.text.folded.shown


@pytest.fixture
def cards(theme: Theme) -> Iterator[Cards]:
    rules = load_rules(RESOURCES / "platforms.toml")
    made = Cards(theme, load_looks(RESOURCES / "previews.toml"), rules, TextCounter(rules.x_counting))
    yield made
    for card in made.made:
        card.close()
        card.deleteLater()
