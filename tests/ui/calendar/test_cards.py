"""The cards as they are painted."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QFont, QImage, QPainter, QPixmap
from tests.support.quiet_session import NOON

from postdesk.domain.board import Card, CardKind, CardSpan, CardTally
from postdesk.domain.calendar_days import midnight
from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.ui.calendar.cards import CardPainter
from postdesk.ui.calendar.cell_layout import CellMeasures
from postdesk.ui.calendar.grid_painter import CellPainter
from postdesk.ui.calendar.paint_kit import Canvas, PaintKit
from postdesk.ui.calendar.state import CalendarContext, Cell
from postdesk.ui.kit.theme import Theme

CONTEXT = CalendarContext(ZoneInfo("UTC"), ZoneInfo("UTC"), NOON, (), many_clients=False, first_weekday=0)


def painted(theme: Theme, size: QRect, *platforms: Platform, repeats: bool = False) -> QImage:
    card = Card(CardKind.POST, "1", 1, NOON, PostState.SCHEDULED, platforms, "Five things we learned", repeats=repeats)
    image = QImage(size.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    CardPainter(PaintKit(theme, QFont(), 1.0)).paint(painter, size, card, CONTEXT, marked=False)
    painter.end()
    return image


def test_a_card_is_drawn_again_only_where_it_looks_different(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(1, 1, "someone", "Ada", "#c2410c", "UTC")
    card = Card(CardKind.POST, "1", 1, NOON, PostState.LOCKED, (Platform.LINKEDIN, Platform.THREADS), "Five things we learned")
    looks = (
        (card, CONTEXT, QSize(170, 60), False),
        (replace(card, head="Six things"), CONTEXT, QSize(170, 60), False),
        (card, replace(CONTEXT, now=NOON + timedelta(minutes=5)), QSize(170, 60), False),
        (card, replace(CONTEXT, selected=frozenset({card.key})), QSize(170, 60), False),
        (card, replace(CONTEXT, clients=(client,), many_clients=True), QSize(170, 60), False),
        (card, replace(CONTEXT, zone=ZoneInfo("Asia/Tokyo")), QSize(170, 60), False),
        (card, CONTEXT, QSize(170, 60), True),
        (card, CONTEXT, QSize(170, 21), False),
        (card, CONTEXT, QSize(120, 60), False),
    )

    def picture(cards: CardPainter, card: Card, context: CalendarContext, size: QSize, marked: bool, at: int = 0) -> QImage:
        image = QImage(220, 80, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cards.paint(painter, QRect(QPoint(at, at), size), card, context, marked=marked)
        painter.end()
        return image.copy(at, at, 170, 60)

    kit, drawn, draw = PaintKit(theme, QFont(), 1.0), list[Card](), CardPainter._draw

    def note(cards: CardPainter, painter: Canvas, rect: QRect, card: Card, *rest: Any, **named: Any) -> None:
        drawn.append(card)
        draw(cards, painter, rect, card, *rest, **named)

    monkeypatch.setattr(CardPainter, "_draw", note)
    fresh = [picture(CardPainter(kit), *look) for look in looks]
    assert all(one != other for n, one in enumerate(fresh) for other in fresh[:n])
    drawn.clear()
    cards = CardPainter(kit)
    for at in (0, 7, 0):
        assert [picture(cards, *look, at) for look in looks] == fresh
    later = replace(CONTEXT, now=NOON + timedelta(minutes=1))
    assert picture(cards, card, later, QSize(170, 60), marked=False) == fresh[0]
    assert len(drawn) == len(looks)


@pytest.mark.parametrize("height", [37, 21], ids=["two lines", "one line"])
def test_a_card_never_looks_as_if_it_went_to_fewer_platforms(theme: Theme, height: int) -> None:
    for width in range(90, 170):
        size = QRect(0, 0, width, height)
        alone = painted(theme, size, Platform.LINKEDIN)
        assert painted(theme, size, Platform.LINKEDIN, Platform.TWITTER) != alone, f"{width} wide"


@pytest.mark.parametrize("height", [37, 52])
@pytest.mark.parametrize("many_clients", [False, True])
def test_of_several_platforms_a_card_shows_two_marks_or_their_number(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, height: int, many_clients: bool
) -> None:
    three = Platform.LINKEDIN, Platform.TWITTER, Platform.FACEBOOK
    client = Client(1, 1, "someone", "Ada", "#c2410c", "UTC")
    card = Card(CardKind.POST, "1", 1, NOON, PostState.SCHEDULED, three, "Last orders for Christmas")
    context = replace(CONTEXT, clients=(client,), many_clients=many_clients)
    kit, seen = PaintKit(theme, QFont(), 1.0), list[str]()
    brand = kit.brand

    def note(platform: str, colour: str, side: int) -> QPixmap:
        seen.append(platform)
        return brand(platform, colour, side)

    monkeypatch.setattr(kit, "brand", note)
    monkeypatch.setattr(kit.plain, "write", lambda painter, left, top, words: seen.append(words))
    image = QImage(200, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for width in range(78, 201):
        seen.clear()
        CardPainter(kit).paint(painter, QRect(0, 0, width, height), card, context, marked=False)
        marks = [each for each in seen if each in three]
        assert (len(marks), "3" in seen, "…" in seen) in {(0, True, False), (2, False, True), (3, False, False)}, width
    painter.end()


@pytest.mark.parametrize("height", [37, 52])
def test_a_clients_mark_leaves_a_margin_where_there_is_room(theme: Theme, height: int) -> None:
    client = Client(1, 1, "someone", "Ada", "#c2410c", "UTC")
    card = Card(CardKind.POST, "1", 1, NOON, PostState.SCHEDULED, (Platform.LINKEDIN,), "")
    image = QImage(190, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    context = replace(CONTEXT, clients=(client,), many_clients=True)
    CardPainter(PaintKit(theme, QFont(), 1.0)).paint(painter, image.rect(), card, context, marked=False)
    painter.end()
    coloured = {x for x in range(20, 190) for y in range(4, height - 4) if image.pixelColor(x, y).name() == client.colour}
    assert max(coloured) <= 190 - 5


def test_two_platforms_are_seen_where_they_have_room_close_to_each_other(theme: Theme) -> None:
    size = QRect(0, 0, 98, 37)
    one, other = (painted(theme, size, Platform.LINKEDIN, second) for second in (Platform.TWITTER, Platform.FACEBOOK))
    assert one != other


@pytest.mark.parametrize(("width", "height"), [(60, 37), (100, 37), (125, 21), (160, 21)])
def test_a_card_of_a_series_is_marked_as_such(theme: Theme, width: int, height: int) -> None:
    size = QRect(0, 0, width, height)
    assert painted(theme, size, Platform.LINKEDIN, repeats=True) != painted(theme, size, Platform.LINKEDIN)


@pytest.mark.parametrize(("width", "named"), [(160, False), (900, True)])
def test_a_card_as_wide_as_a_day_names_its_client(theme: Theme, width: int, named: bool) -> None:
    def of(name: str) -> QImage:
        client = Client(1, 1, "someone", name, "#3454d1", "UTC")
        card = Card(CardKind.POST, "1", 1, NOON, PostState.SCHEDULED, (Platform.LINKEDIN,), "")
        image = QImage(width, 21, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        context = replace(CONTEXT, clients=(client,), many_clients=True)
        CardPainter(PaintKit(theme, QFont(), 1.0)).paint(painter, image.rect(), card, context, marked=False)
        painter.end()
        return image

    assert (of("Ada") != of("Anton")) is named


@pytest.mark.parametrize("height", [37, 52])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_card_beside_the_open_composer_has_its_clients_initials(theme: Theme, count: int, height: int) -> None:
    platforms = (Platform.LINKEDIN, Platform.TWITTER, Platform.FACEBOOK, Platform.THREADS)[:count]

    def of(name: str, *others: Platform) -> QImage:
        """Return a card as wide as the days of a window of 1366 pixels leave it beside the composer."""
        client = Client(1, 1, "someone", name, "#3454d1", "UTC")
        card = Card(CardKind.POST, "1", 1, NOON, PostState.SCHEDULED, others or platforms, "Five things we learned")
        image = QImage(118, height, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        context = replace(CONTEXT, clients=(client,), many_clients=True)
        CardPainter(PaintKit(theme, QFont(), 1.0)).paint(painter, image.rect(), card, context, marked=False)
        painter.end()
        return image

    assert of("Bakery Sonne") != of("Loop Labs")
    assert of("Bakery Sonne") != of("Bakery Sonne", Platform.LINKEDIN, Platform.REDDIT), "the platforms are seen, too"


@pytest.mark.parametrize("width", [48, 53, 60, 70])
@pytest.mark.parametrize("day", [24, 1])
def test_what_stands_for_more_leaves_the_days_number_alone(theme: Theme, width: int, day: int) -> None:
    kit, card = PaintKit(theme, QFont(), 1.0), Card(CardKind.POST, "1", 1, NOON, PostState.SCHEDULED, (Platform.LINKEDIN,), "")

    def number(tally: CardTally) -> QImage:
        """Return the left part of a cell's head that contains the number."""
        span = CardSpan(NOON, NOON + timedelta(days=1), tally, (card,))
        image = QImage(width, 60, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        cell, today = Cell(midnight(date(2026, 11, day)), span), date(2026, 11, 24)
        cells = CellPainter(kit, CellMeasures.of(kit.plain.metrics, labelled=True))
        cells.paint(painter, image.rect(), cell, CONTEXT, today, place=None, target=False)
        painter.end()
        return image.copy(0, 0, kit.strong.width(str(day)) + 10, kit.plain.metrics.height())

    assert number(CardTally(4, failed=1)) == number(CardTally(4, to_decide=1))


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("height", [21, 37, 52])
def test_the_clients_stripe_is_where_lines_begin(theme: Theme, height: int, mirrored: bool) -> None:
    client = Client(1, 1, "someone", "Ada", "#c2410c", "UTC")
    card = Card(CardKind.POST, "1", 1, NOON, PostState.SCHEDULED, (Platform.LINKEDIN,), "Five things we learned")
    image = QImage(160, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    context = replace(CONTEXT, clients=(client,), many_clients=True)
    CardPainter(PaintKit(theme, QFont(), 1.0), mirrored=mirrored).paint(painter, image.rect(), card, context, marked=False)
    painter.end()
    stripes = [image.pixelColor(x, height // 2).name() == client.colour for x in (2, 157)]
    assert stripes == [not mirrored, mirrored]


@pytest.mark.parametrize("mirrored", [False, True])
def test_today_is_a_pill_where_lines_begin(theme: Theme, mirrored: bool) -> None:
    kit, span = PaintKit(theme, QFont(), 1.0), CardSpan(NOON, NOON + timedelta(days=1), CardTally(), ())
    image = QImage(160, 90, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    cells = CellPainter(kit, CellMeasures.of(kit.plain.metrics, labelled=True, mirrored=mirrored))
    cell, today = Cell(midnight(date(2026, 11, 24)), span), date(2026, 11, 24)
    cells.paint(painter, image.rect(), cell, CONTEXT, today, place=None, target=False)
    painter.end()
    pills = [image.pixelColor(x, 10).name() == theme.colours.accent.lower() for x in (8, 151)]
    assert pills == [not mirrored, mirrored]


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("passed", [timedelta(), timedelta(minutes=20), timedelta(minutes=59, seconds=59)])
def test_the_line_of_the_present_stays_within_its_hour(theme: Theme, passed: timedelta, scale: float) -> None:
    kit, span = PaintKit(theme, QFont(), scale), CardSpan(NOON, NOON + timedelta(hours=1), CardTally(), ())

    def painted_at(now: datetime) -> frozenset[tuple[int, int]]:
        image = QImage(120, 120, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        painter.scale(scale, scale)
        cells = CellPainter(kit, CellMeasures.of(kit.plain.metrics, labelled=False))
        cell = Cell(midnight(NOON.date()) + timedelta(hours=NOON.hour), span)
        cells.paint(painter, QRect(11, 11, 49, 49), cell, replace(CONTEXT, now=now), NOON.date(), place=None, target=False)
        painter.end()
        return frozenset((x, y) for x in range(120) for y in range(120) if image.pixel(x, y) != 0xFF000000)

    assert painted_at(NOON + passed) == painted_at(NOON - timedelta(hours=1)), "the part of the day without the line"


def test_a_text_of_two_lines_breaks_between_words(theme: Theme) -> None:
    lettering = PaintKit(theme, QFont(), 1.0).plain
    text = "Five things 📚📚 we learned while we baked"
    room = lettering.width("Five things 📚📚 we lear")
    assert lettering.broken(text, room) == ("Five things 📚📚 we", "learned while we baked")


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("points", [7, 10, 14, 20])
@pytest.mark.parametrize("platforms", [(Platform.LINKEDIN,), (Platform.LINKEDIN, Platform.TWITTER, Platform.FACEBOOK)])
def test_the_text_of_a_card_always_begins_with_the_posts_first_letters(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, platforms: tuple[Platform, ...], points: int, mirrored: bool
) -> None:
    text = "Visibility of 22 metres, and a sea as calm as it ever is"
    card = Card(CardKind.POST, "1", 1, NOON, PostState.SCHEDULED, platforms, text, repeats=True)
    font = QFont()
    font.setPointSize(points)
    kit, written = PaintKit(theme, font, 1.0), list[str]()
    monkeypatch.setattr(kit.plain, "write", lambda painter, left, top, words: written.append(words))
    line, cards = kit.plain.metrics.height(), CardPainter(kit, mirrored=mirrored)
    image = QImage(260, 5 * line, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for width in range(60, 261, 4):
        for height in range(line, 4 * line + 8, 5):
            written.clear()
            cards.paint(painter, QRect(0, 0, width, height), card, CONTEXT, marked=False)
            lines = [words for words in written if words not in ("…", "3")]  # those stand for platforms
            shown = "".join(lines).removesuffix("…").replace(" ", "")
            assert text.replace(" ", "").startswith(shown), f"{width} × {height}: {lines}"
            if height >= 3 * line and width >= 12 * kit.plain.metrics.averageCharWidth():
                assert lines, f"{width} × {height}"
    painter.end()


@pytest.mark.parametrize("platforms", [(Platform.LINKEDIN,), (Platform.LINKEDIN, Platform.TWITTER, Platform.FACEBOOK)])
def test_a_narrow_card_of_two_lines_shows_some_of_its_text(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, platforms: tuple[Platform, ...]
) -> None:
    client = Client(1, 1, "someone", "Ada", "#c2410c", "UTC")
    card = Card(CardKind.POST, "1", 1, NOON, PostState.SCHEDULED, platforms, "Last orders for Christmas")
    context = replace(CONTEXT, clients=(client,), many_clients=True)
    kit, written = PaintKit(theme, QFont(), 1.0), list[str]()
    monkeypatch.setattr(kit.plain, "write", lambda painter, left, top, words: written.append(words))
    image = QImage(80, 40, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    CardPainter(kit).paint(painter, QRect(0, 0, 80, 2 * kit.plain.metrics.height()), card, context, marked=False)
    painter.end()
    assert any(words.startswith("La") for words in written), written
