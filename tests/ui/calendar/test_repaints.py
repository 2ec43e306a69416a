"""What of the calendar is read and painted again after a change: no more than differs, and each but once."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget
from tests.support.quiet_session import NOON
from tests.ui.calendar.conftest import CalendarDriver, november, wall

from postdesk.domain.clients import Client
from postdesk.domain.delivery import Stage, State
from postdesk.store import board
from postdesk.ui.calendar.grid_view import GridView

_SETTLED_S = 0.2


class Repaints(QObject):
    """The regions of a view that were painted."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view, self.regions = view, list[QRegion]()
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.regions.append(event.region())
        return False

    @property
    def whole(self) -> int:
        """The times that all of the view was painted."""
        return sum(region.boundingRect().size() == self._view.viewport().size() for region in self.regions)

    def touch(self, where: datetime) -> bool:
        """Return True where a cell was painted again."""
        rect = self._view.visualRect(self._view.cells.index_at(where))
        return any(region.intersects(rect) for region in self.regions)


async def repaints(view: GridView, act: Callable[[], object]) -> Repaints:
    """Return what is painted after an act, once all that came before is."""
    await asyncio.sleep(_SETTLED_S)
    painted = Repaints(view)
    act()
    await asyncio.sleep(_SETTLED_S)
    return painted


class PaintWatch(QObject):
    """Tells the names of the widgets that are painted."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        super().__init__()
        self._tell = tell

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._tell(watched.objectName())
        return False


class Reads:
    """The days that were read, each time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.days = list[int]()
        spans = board.spans

        def read(*args: object) -> object:
            edges = args[2]
            assert isinstance(edges, list | tuple)
            self.days.append(len(edges) - 1)
            return spans(*args)  # type: ignore[arg-type]

        monkeypatch.setattr(board, "spans", read)


def failed(planning: CalendarDriver, client: Client, count: int) -> None:
    """Fail posts of a client: each has a row of the strip above the calendar, up to three."""
    for hour in range(count):
        planning.post(client, november(20, hour), state=State.ACCEPTED, stage=Stage.FAILED)


@pytest.mark.parametrize("height", [700, 900])
async def test_another_client_is_painted_once_beside_a_strip_of_another_height(planning: CalendarDriver, height: int) -> None:
    alex, bea = planning.client(), planning.client("Bea Rossi", "Asia/Tokyo")
    failed(planning, alex, 1)
    failed(planning, bea, 3)
    planning.post(bea, november(26))
    planning.open(alex, 1200, height)
    for client in (bea, alex, planning.client("No posts"), bea, None):
        shown = client.id if client else None
        painted = await repaints(planning.month, lambda: planning.scope.show_client(shown))  # noqa: B023
        assert painted.whole == 1
        assert planning.month.verticalHeader().length() == planning.month.viewport().height()
        assert not planning.month.verticalScrollBar().isVisible()


async def test_another_client_is_read_once(planning: CalendarDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    alex, bea = planning.client(), planning.client("Bea Rossi")
    failed(planning, bea, 3)
    planning.open(alex, 1200, 900)
    await asyncio.sleep(_SETTLED_S)
    reads = Reads(monkeypatch)
    for client in (bea, alex):
        planning.scope.show_client(client.id)
        await asyncio.sleep(_SETTLED_S)
        days = planning.month.model().rowCount() * 7
        assert reads.days == [days]
        reads.days.clear()


async def test_another_week_is_painted_once(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.press(Qt.Key.Key_W)
    painted = await repaints(planning.week, lambda: planning.press(Qt.Key.Key_PageDown))
    assert painted.whole == 1


async def test_a_month_is_painted_again_only_where_a_post_changed(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.open(client)

    def change() -> None:
        planning.post(client, november(26))
        planning.session.changes.posts.emit()

    painted = await repaints(planning.month, change)
    assert painted.touch(wall(26))
    assert not painted.touch(wall(28))


async def test_a_new_minute_paints_no_day_of_the_month(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26))
    planning.open(client)
    painted = await repaints(planning.month, lambda: pass_minutes(planning, 1))
    assert not painted.regions


async def test_a_new_minute_paints_nothing_of_a_strip_that_says_the_same(planning: CalendarDriver) -> None:
    client = planning.client()
    failed(planning, client, 4)
    planning.open(client)
    await asyncio.sleep(_SETTLED_S)
    painted = list[str]()
    parts = [each for each in planning.pane.findChildren(QWidget) if each.objectName().startswith("calendar.")]
    watch = PaintWatch(painted.append)
    for part in parts:
        part.installEventFilter(watch)
    pass_minutes(planning, 1)
    await asyncio.sleep(_SETTLED_S)
    assert len(parts) > 20
    assert painted == []


async def test_a_new_minute_paints_the_present_hour(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.press(Qt.Key.Key_W)
    painted = await repaints(planning.week, lambda: pass_minutes(planning, 1))
    assert painted.touch(wall(24, 7)), "it is seven in New York"
    assert not painted.touch(wall(24, 8))
    assert not painted.touch(wall(25, 7))


async def test_an_hour_that_is_over_is_painted_as_past(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.press(Qt.Key.Key_W)
    painted = await repaints(planning.week, lambda: pass_minutes(planning, 60))
    assert painted.touch(wall(24, 7))
    assert painted.touch(wall(24, 8))
    assert not painted.touch(wall(24, 9))


async def test_a_post_that_becomes_late_is_painted_again(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, NOON - timedelta(minutes=4, seconds=30), state=State.ACCEPTED)
    planning.open(client)
    painted = await repaints(planning.month, lambda: pass_minutes(planning, 1))
    assert painted.touch(wall(24))
    assert not painted.touch(wall(25))


async def test_all_days_are_painted_on_a_new_day(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.press(Qt.Key.Key_W)
    painted = await repaints(planning.week, lambda: pass_minutes(planning, 24 * 60))
    assert painted.touch(wall(24, 9))
    assert painted.touch(wall(25, 9))


def pass_minutes(planning: CalendarDriver, minutes: int) -> None:
    planning.session.clock.offset += timedelta(minutes=minutes)
    planning.pane.refresh()
