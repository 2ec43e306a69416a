"""A card with what it can't show: its name above, and what is not known below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.mark import IconLabel, Mark
from postdesk.ui.kit.plain import PlainLabel, plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.card import Card
from postdesk.ui.previews.looks import Look
from postdesk.ui.previews.pictured import Pictured
from postdesk.ui.previews.pictures import Pictures
from postdesk.ui.previews.words import cut_words, over_words, preview_word, unknown_words
from postdesk.ui.text.words import Tone


class FramedCard(QWidget):
    """`named`: with the platform's mark and name above it."""

    def __init__(self, theme: Theme, look: Look, pictures: Pictures, post: Pictured, *, named: bool = True) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.card = Card(theme, look, pictures, post)
        self.over = Mark(theme, "circle-x", over_words(post.platform), Tone.BAD)
        self.over.label.setWordWrap(True)
        identify(self.over.label, f"preview.{post.platform}.over")
        self.note = PlainLabel(unknown_words(post.platform), role="secondary")
        self.note.setWordWrap(True)
        identify(self.note, f"preview.{post.platform}.note")
        plain_tooltip(self.note, cut_words(look.fold))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if named:
            column.addLayout(_name(theme, post))
        column.addWidget(self.card)
        column.addWidget(self.over)
        column.addWidget(self.note)
        column.addStretch(1)
        self.show_post(post)

    def show_post(self, post: Pictured) -> None:
        """Show it, and what is to be known of it."""
        self.card.show_post(post)
        self.over.setVisible(post.over_from is not None)


def _name(theme: Theme, post: Pictured) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconLabel(theme, f"brand-{post.platform}"))
    label = PlainLabel(preview_word(post.platform), role="title")
    row.addWidget(label, 1, Qt.AlignmentFlag.AlignVCenter)
    return row
