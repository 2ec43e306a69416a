"""The preview cards as a reader of each platform would see the post."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QRegion, QTextLine
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from tests.ui.previews.conftest import WIDTH, Cards

from postdesk.domain.drafts import Content
from postdesk.domain.media import MediaFacts, MediaType
from postdesk.domain.platforms import Platform
from postdesk.domain.settings import Appearance
from postdesk.ui.previews.blocks import ActionsBlock, AuthorBlock, TextBlock, TitleBlock
from postdesk.ui.previews.card import PreviewCard
from postdesk.ui.previews.media_blocks import LinkBlock, MediaBlock

SENTENCE = "Fresh bread at seven, and more of it at nine. "
LONG = SENTENCE * 60
LINK = "See https://morgan.studio/friday for it"
FILE = "https://cdn.example.com/photos/studio.jpg"
FILM = "https://cdn.example.com/films/making-of.mp4"
GREEN = QColor("#00ff00")
KINDS = (AuthorBlock, TitleBlock, TextBlock, LinkBlock, MediaBlock, ActionsBlock)


def test_linkedin_cuts_after_three_rows_and_says_so(cards: Cards) -> None:
    card = cards.card(Platform.LINKEDIN, LONG)
    folded = card.stack.text.folded
    assert folded.last_rows == 3
    assert len(folded.shown) <= 210
    assert folded.ending
    assert folded.ending.tail.text() == "\u00a0…more"
    assert folded.ending.tail.lineAt(0).y() == pytest.approx(folded.lines[-1].layout.lineAt(0).y(), abs=1)
    assert folded.ending.x + folded.ending.width <= card.stack.rect_of(TextBlock).width()


def test_a_text_that_fits_is_not_cut(cards: Cards) -> None:
    for platform in Platform:
        card = cards.card(platform, "Fresh bread at seven.")
        assert cards.shown(card) == "Fresh bread at seven."
        assert card.stack.text.folded.ending is None


def test_line_breaks_take_rows(cards: Cards) -> None:
    card = cards.card(Platform.LINKEDIN, "one\ntwo\nthree\nfour")
    assert cards.shown(card) == "one\ntwo\nthree"
    assert card.stack.text.folded.ending


def test_instagram_begins_with_the_name(cards: Cards) -> None:
    card = cards.of(cards.post(Platform.INSTAGRAM, Content("Fresh bread"), author="@baker"))
    assert card.stack.text.folded.lines[0].layout.text() == "baker Fresh bread"
    assert cards.shown(card) == "Fresh bread"


def test_what_x_would_refuse_is_marked(cards: Cards) -> None:
    card = cards.card(Platform.TWITTER, "x" * 281)
    formats = [each for line in card.stack.text.folded.lines for each in line.layout.formats()]
    over = [(each.start, each.length) for each in formats if each.format.background().style() is not Qt.BrushStyle.NoBrush]
    assert over == [(280, 1)]


def test_a_paid_x_account_shows_more(cards: Cards) -> None:
    card = cards.of(cards.post(Platform.TWITTER, Content("word " * 100), limit=25_000))
    ending = card.stack.text.folded.ending
    assert ending
    assert ending.own_row
    assert ending.tail.text() == "Show more"
    assert len(cards.shown(card)) <= 280


def test_a_link_becomes_a_card_where_there_is_no_media(cards: Cards) -> None:
    assert cards.card(Platform.LINKEDIN, LINK).stack.rect_of(LinkBlock).height() > 0
    assert cards.card(Platform.LINKEDIN, LINK, media_url=FILE).stack.rect_of(LinkBlock).height() == 0
    assert cards.card(Platform.INSTAGRAM, LINK).stack.rect_of(LinkBlock).height() == 0


def test_media_has_the_platform_s_ratio(cards: Cards) -> None:
    for platform, ratio in ((Platform.INSTAGRAM, 0.8), (Platform.YOUTUBE, 1.78), (Platform.PINTEREST, 0.667)):
        rect = cards.card(platform, "text", media_url=FILE).stack.rect_of(MediaBlock)
        assert rect.width() / rect.height() == pytest.approx(ratio, rel=0.01)


def test_a_picture_takes_the_place_of_the_file_s_name(cards: Cards) -> None:
    card = cards.card(Platform.FACEBOOK, "text", media_url=FILE)
    assert middle_of(card) != GREEN
    cards.see(FILE, MediaFacts(MediaType.JPEG, width=200, height=200), green(200, 200))
    assert middle_of(card) == GREEN
    assert ratio_of(card) == pytest.approx(1, abs=0.02)


def test_a_video_has_its_cover_and_its_ratio(cards: Cards) -> None:
    card = cards.of(cards.post(Platform.LINKEDIN, Content("text", media_url=FILM, thumbnail_url=FILE)))
    cards.see(FILM, MediaFacts(MediaType.MP4, width=1000, height=1000))
    assert ratio_of(card) == pytest.approx(1, abs=0.02)
    cards.see(FILE, MediaFacts(MediaType.JPEG, width=400, height=200), green(400, 200))
    assert ratio_of(card) == pytest.approx(1, abs=0.02)
    beside_the_sign = card.stack.rect_of(MediaBlock).center().toPoint() + QPoint(60, 60)
    assert card.grab().toImage().pixelColor(beside_the_sign) == GREEN


def test_a_very_high_picture_is_cut_as_the_platform_cuts_it(cards: Cards) -> None:
    card = cards.card(Platform.INSTAGRAM, "text", media_url=FILE)
    cards.see(FILE, MediaFacts(MediaType.JPEG, width=100, height=1000), green(100, 1000))
    assert ratio_of(card) == pytest.approx(0.75, rel=0.01)


def green(width: int, height: int) -> QImage:
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(GREEN)
    return picture


def middle_of(card: PreviewCard) -> QColor:
    return card.grab().toImage().pixelColor(card.stack.rect_of(MediaBlock).center().toPoint())


def ratio_of(card: PreviewCard) -> float:
    return card.stack.rect_of(MediaBlock).width() / card.stack.rect_of(MediaBlock).height()


def test_space_unfolds_the_text_and_folds_it_again(cards: Cards) -> None:
    card = cards.card(Platform.LINKEDIN, LONG)
    height = card.height()
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert len(cards.shown(card)) == len(LONG)
    assert card.height() > height
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    assert card.height() == height


def test_a_card_is_read_out(cards: Cards) -> None:
    card = cards.card(Platform.LINKEDIN, LONG)
    said = card.accessibleName()
    assert said.startswith("LinkedIn preview. Alex Morgan. Fresh bread at seven")
    assert said.endswith(f"Cut off after {len(cards.shown(card))} characters.")
    assert "studio.jpg" in cards.card(Platform.REDDIT, "text", media_url=FILE, title="A title").accessibleName()
    assert "A title. text" in cards.made[-1].accessibleName()


def test_a_card_is_as_light_or_dark_as_the_window(cards: Cards) -> None:
    card = cards.card(Platform.TWITTER, "text")
    corner = QPoint(6, 20)
    assert card.grab().toImage().pixelColor(corner) == QColor("#ffffff")
    cards.theme.set_appearance(Appearance.DARK)
    assert card.grab().toImage().pixelColor(corner) == QColor("#000000")
    card.set_dark(False)
    assert card.grab().toImage().pixelColor(corner) == QColor("#ffffff")


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("points", [10, 20])
@pytest.mark.parametrize("width", [280, 380, 620])
def test_nothing_is_cut_or_overlaps(cards: Cards, platform: Platform, points: int, width: int) -> None:
    for text, media in (("", ""), (LINK, ""), (LONG, FILE), ("\n" * 9, ""), ("w" * 400, FILE)):
        card = cards.card(platform, text, width, title="A title that is rather long for a narrow card " * 3, media_url=media)
        font = card.font()
        font.setPointSize(points)
        card.setFont(font)
        QApplication.processEvents()
        rects = [rect for kind in KINDS if (rect := card.stack.rect_of(kind)).height()]
        _stand_apart(rects, QRectF(card.rect()))
        for line in card.stack.text.folded.lines:
            assert all(_fits(line.layout.lineAt(row)) for row in range(line.rows))


def _stand_apart(rects: list[QRectF], whole: QRectF) -> None:
    for rect in rects:
        assert whole.contains(rect)
        assert not any(rect.intersects(other) for other in rects if other is not rect)


def _fits(line: QTextLine) -> bool:
    return line.naturalTextWidth() <= line.width() + 1


def test_a_hidden_card_is_not_laid_out(cards: Cards) -> None:
    card = cards.card(Platform.LINKEDIN, "before")
    card.hide()
    card.show_post(cards.post(Platform.LINKEDIN, Content("after")))
    assert cards.shown(card) == "before"
    card.show()
    assert cards.shown(card) == "after"


def test_a_key_behind_the_cut_paints_nothing(cards: Cards) -> None:
    card = cards.card(Platform.LINKEDIN, LONG)
    painted = PaintRecorder(card).rects
    card.show_post(cards.post(Platform.LINKEDIN, Content(LONG + "x")))
    QApplication.processEvents()
    assert painted == []
    card.show_post(cards.post(Platform.LINKEDIN, Content("x" + LONG)))
    QApplication.processEvents()
    assert painted
    assert painted[0].height() < card.height() / 2


@pytest.mark.parametrize("platform", Platform)
def test_a_card_painted_in_pieces_is_the_card_painted_whole(cards: Cards, platform: Platform) -> None:
    card = cards.card(platform, f"{LINK}\n{LONG}", title="Honest prices")
    whole, pieces = picture(card), QImage(card.size(), QImage.Format.Format_ARGB32)
    pieces.fill(Qt.GlobalColor.transparent)
    for y in range(0, card.height(), 37):
        for x in range(0, card.width(), 53):
            card.render(pieces, QPoint(x, y), QRegion(x, y, 53, 37))
    apart = zip(bytes(pieces.constBits()), bytes(whole.constBits()), strict=True)
    assert max(abs(one - other) for one, other in apart) <= 2  # edges are rounded where letters are cut in two


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize(("before", "after"), [("bread\n" * 3, "bread\n" * 4), ("bread\n" * 4, "bread"), ("", LINK), ("a", "b")])
def test_all_that_differs_of_a_card_is_painted(cards: Cards, platform: Platform, before: str, after: str) -> None:
    card = cards.card(platform, before)
    old, paints = picture(card), PaintRecorder(card)
    card.show_post(cards.post(platform, Content(after)))
    for _ in range(3):
        QApplication.processEvents()
    painted = paints.region
    new = picture(card)
    assert without(painted, old.copy(new.rect())) == without(painted, new)


def picture(card: PreviewCard) -> QImage:
    """Return all of the card, painted anew."""
    made = QImage(card.size(), QImage.Format.Format_ARGB32)
    made.fill(Qt.GlobalColor.transparent)
    card.render(made)
    return made


def without(region: QRegion, picture: QImage) -> QImage:
    """Return the picture with the region painted black."""
    painter = QPainter(picture)
    painter.setClipRegion(region)
    painter.fillRect(picture.rect(), Qt.GlobalColor.black)
    painter.end()
    return picture


class PaintRecorder(QObject):
    """Records the rectangles of a widget that are painted from now on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.rects: list[QRect] = []
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.rects.append(event.rect())
            self.region += event.region()
        return False


@pytest.mark.parametrize("platform", Platform)
def test_words_that_run_leftwards_stand_at_the_right(cards: Cards, platform: Platform) -> None:
    line = cards.card(platform, "مرحبا بالعالم").stack.text.folded.lines[-1].layout.lineAt(0)
    if platform is not Platform.INSTAGRAM:
        assert line.naturalTextRect().right() == pytest.approx(line.width(), abs=1)
        assert line.naturalTextRect().left() > 50


def test_a_title_is_seen_on_a_linkedin_link_s_card_alone(cards: Cards) -> None:
    for text, media, seen in ((LINK, "", True), (LINK, FILE, False), ("Fresh bread", "", False)):
        card = cards.card(Platform.LINKEDIN, text, title="Honest prices", media_url=media)
        assert (card.stack.rect_of(LinkBlock).height() > 0) is seen
        assert ("Honest prices" in card.accessibleName()) is seen


def test_a_link_on_facebook_has_the_page_s_own_title(cards: Cards) -> None:
    card = cards.card(Platform.FACEBOOK, LINK, title="Honest prices")
    assert card.stack.rect_of(LinkBlock).height() > 0
    assert "Honest prices" not in card.accessibleName()


def test_no_blanks_stand_before_the_words_of_the_cut(cards: Cards) -> None:
    for width in range(300, 400, 7):
        for text in ("a " * 400, "ab  " * 200):
            card = cards.card(Platform.LINKEDIN, text, width)
            folded = card.stack.text.folded
            assert folded.ending
            line = folded.lines[0].layout.lineAt(folded.last_rows - 1)
            x_and_index = line.cursorToX(len(cards.shown(card)))
            assert isinstance(x_and_index, tuple)
            assert folded.ending.x == pytest.approx(x_and_index[0], abs=1)
            card.close()


def test_a_link_s_card_is_as_large_as_the_platform_s(cards: Cards) -> None:
    rects = {each: cards.card(each, LINK).stack.rect_of(LinkBlock) for each in Platform}
    assert rects[Platform.LINKEDIN].height() < 100
    assert all(rects[each].height() > 150 for each in (Platform.TWITTER, Platform.FACEBOOK, Platform.THREADS))
    assert rects[Platform.FACEBOOK].width() > WIDTH - 8
    assert rects[Platform.THREADS].width() < WIDTH - 40


@pytest.mark.parametrize(
    ("platform", "tail"),
    [(Platform.LINKEDIN, "more…\u00a0"), (Platform.FACEBOOK, "See more\u00a0…"), (Platform.YOUTUBE, "more...\u00a0")],
)
def test_the_dots_of_a_cut_stand_beside_words_that_run_leftwards(cards: Cards, platform: Platform, tail: str) -> None:
    ending = cards.card(platform, "مرحبا بالعالم " * 60).stack.text.folded.ending
    assert ending
    assert ending.tail.text() == tail


def test_threads_makes_a_topic_of_the_first_hashtag_alone(cards: Cards) -> None:
    text = "no tag\nfirst #bread and #butter\n#more"
    assert _linked(cards, Platform.THREADS, text) == ["#bread"]
    assert _linked(cards, Platform.TWITTER, text) == ["#bread", "#butter", "#more"]


def _linked(cards: Cards, platform: Platform, text: str) -> list[str]:
    card = cards.card(platform, text)
    link = QColor(cards.looks.of(platform).shades(card.dark).link)
    layouts = [line.layout for line in card.stack.text.folded.lines]
    return [
        layout.text()[each.start : each.start + each.length]
        for layout in layouts
        for each in layout.formats()
        if each.format.foreground().color() == link
    ]
