"""The foot of the composer keeps its place whatever remark there is on the selected time."""

from datetime import timedelta
from functools import partial

import pytest
from tests.support.widgets import find
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.platforms import Platform
from postdesk.ui.composer.action_bar import ActionBar
from postdesk.ui.composer.time_picker import TimePicker
from postdesk.ui.kit.plain_text import PlainLabel


def differs(label: PlainLabel, before: str) -> bool:
    return label.text() != before


@pytest.mark.parametrize("size", [(372, 620), (372, 750)])
async def test_the_time_stays_where_it_is_as_another_is_chosen(writing: ComposerDriver, size: tuple[int, int]) -> None:
    await ready(writing, Platform.LINKEDIN, Platform.THREADS)
    writing.pane.show()
    writing.pane.resize(*size)
    writing.put("Some text")
    (when,), (acts,) = writing.pane.findChildren(TimePicker), writing.pane.findChildren(ActionBar)
    remark = find(writing.pane, PlainLabel, "composer.remark")
    places, said = set[int](), set[str]()
    for ahead in (timedelta(minutes=20), timedelta(hours=-3), timedelta(days=40), timedelta(hours=30), timedelta(minutes=20)):
        before = remark.text()
        when.picks.picked.emit(writing.session.clock.now() + ahead)
        await writing.until(partial(differs, remark, before))
        await writing.until(lambda: remark.geometry().bottom() < acts.geometry().top())  # the layout is up to date
        said.add(remark.text())
        places.add(when.mapTo(writing.pane, when.rect().topLeft()).y())
    assert len(said) >= 3
    assert len(places) == 1, (places, said)
