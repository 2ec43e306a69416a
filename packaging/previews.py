"""Take pictures of the previews: each platform's card, light and dark, with texts of several lengths, and notes for a comparison.

python packaging/previews.py FOLDER [SCALE]
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from postdesk.domain.drafts import Content
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import Rules, load_rules
from postdesk.domain.settings import Appearance
from postdesk.domain.text_counter import TextCounter
from postdesk.resources import find_resources
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.card import PreviewCard
from postdesk.ui.previews.card_looks import CardLook, CardLooks, load_looks
from postdesk.ui.previews.content import PreviewFiles, PreviewPost, mark_cuts
from postdesk.ui.previews.words import preview_word

WIDTH: Final = 380
GAP: Final = 16
SENTENCE: Final = "Fresh bread at seven, see https://example.com/bread for #sourdough and more, says @baker 🥖. "
SHORT: Final = "Black Friday, the honest version: no countdown.\n\nhttps://morgan.studio/friday #smallbusiness"
MEDIA: Final = "https://cdn.example.com/photos/studio-in-november.jpg"
COMPARE: Final = """What each platform’s own card shows, from top to bottom, by what was published about it until that day.

None of them says in full how its cards look, they differ between a phone and a desktop, and they change. Whether a link becomes
a card also depends on its page, and on how the post is handed to the platform."""
VIDEO: Final = "https://cdn.example.com/films/making-of.mp4"


def main(folder: Path) -> int:
    """Take the pictures; return the exit status."""
    folder.mkdir(parents=True, exist_ok=True)
    theme = Theme(QApplication([]), find_resources(), Appearance.LIGHT)
    theme.apply_style()
    looks, rules = load_looks(find_resources() / "previews.toml"), load_rules(find_resources() / "platforms.toml")
    for dark in (False, True):
        theme.set_appearance(Appearance.DARK if dark else Appearance.LIGHT)
        for platform in Platform:
            cards = [shot(theme, looks, rules, platform, content) for content in contents(platform, rules)]
            beside(cards, theme.colours.background).save(str(folder / f"{platform}-{'dark' if dark else 'light'}.png"))
    lines = [compared(platform, look) for platform, look in looks.platforms]
    (folder / "compare.md").write_text(f"{COMPARE}\n\n" + "\n".join(lines) + "\n")
    return 0


def compared(platform: Platform, look: CardLook) -> str:
    """Return the note on a card: the platform's own card to compare it with, and what is known of that."""
    fold = look.fold
    return f"- **{preview_word(platform)}**: {look.shows}. Where it cuts ({fold.basis}, {fold.as_of}): {fold.source}."


def contents(platform: Platform, rules: Rules) -> Iterator[Content]:
    """Yield texts that are short, as long as allowed, and longer; with and without media."""
    limit = rules.for_platform(platform).text_limit
    media = VIDEO if platform is Platform.YOUTUBE else MEDIA
    title = "What we learned from a year of honest prices"
    yield Content(SHORT, title)
    yield Content(SHORT, title, media)
    yield Content((SENTENCE * (limit // 60))[: round(limit * 0.8)], title, media)
    yield Content((SENTENCE * (limit // 40))[: limit + 80], title)


def shot(theme: Theme, looks: CardLooks, rules: Rules, platform: Platform, content: Content) -> QImage:
    """Return the card as a picture."""
    look, its = looks.of(platform), rules.for_platform(platform)
    bare = PreviewPost(platform, "@morgan.studio", content)
    post = mark_cuts(bare, look.fold, its.text.unit, its.text_limit, TextCounter(rules.x_counting))
    card = PreviewCard(theme, look, PreviewFiles(), post)
    card.resize(WIDTH, 10)
    card.show()
    image = card.grab().toImage()
    card.close()
    return image


def beside(images: list[QImage], colour: str) -> QImage:
    """Return the pictures in a row."""
    ratio = images[0].devicePixelRatio()
    height = max(image.height() for image in images) + round(2 * GAP * ratio)
    width = sum(image.width() + round(GAP * ratio) for image in images) + round(GAP * ratio)
    row = QImage(width, height, QImage.Format.Format_RGB32)
    row.fill(colour)
    painter = QPainter(row)
    x = round(GAP * ratio)
    for image in images:
        image.setDevicePixelRatio(1)
        painter.drawImage(QPoint(x, round(GAP * ratio)), image)
        x += image.width() + round(GAP * ratio)
    painter.end()
    return row


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if scale := (sys.argv[2:] or [""])[0]:
        os.environ["QT_SCALE_FACTOR"] = scale
    sys.exit(main(Path(sys.argv[1])))
