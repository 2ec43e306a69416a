"""The effects of a scenario on a window: only those that a user could cause."""

import asyncio

import pytest
from tests.tour.window import WORDS, Window

from postdesk.tour.actions import run_action
from postdesk.tour.browser import TourBrowser
from postdesk.tour.runner import take_picture
from postdesk.tour.script import Action, Choose, Click, DoubleClick, Focus, Key, Menu, Resize, See, SeeGone, StepMismatch, Type

SOON = 0.2


async def do(*actions: Action) -> None:
    for action in actions:
        await run_action(action, TourBrowser())


@pytest.mark.parametrize("name", ["publish", "Publish now…"])
async def test_a_button_is_found_by_identifier_and_by_text(window: Window, name: str) -> None:
    await do(Click(name))
    assert window.heard == ["publish"]


async def test_a_button_is_found_by_its_spoken_name(window: Window) -> None:
    window.button.setAccessibleName("Publish now to 3 accounts")
    await do(Click("Publish now to 3 accounts"))
    assert window.heard == ["publish"]


async def test_what_is_not_there_is_waited_for(window: Window) -> None:
    window.button.hide()
    asyncio.get_running_loop().call_later(0.2, window.button.show)
    await do(Click("publish", within=5))
    assert window.heard == ["publish"]


async def test_a_hidden_widget_is_not_found(window: Window) -> None:
    window.button.hide()
    with pytest.raises(StepMismatch, match="nothing in view is called “publish”"):
        await do(Click("publish", within=SOON))


async def test_a_disabled_widget_is_not_clicked(window: Window) -> None:
    window.button.setEnabled(False)
    with pytest.raises(StepMismatch, match="“publish” is disabled"):
        await do(Click("publish", within=SOON))


async def test_a_covered_widget_is_not_clicked(window: Window) -> None:
    window.cover(window.button)
    with pytest.raises(StepMismatch, match="“publish” is covered by cover"):
        await do(Click("publish", within=SOON))
    assert window.heard == []


async def test_what_is_behind_a_dialog_is_not_clicked(window: Window) -> None:
    window.ask()
    with pytest.raises(StepMismatch, match="behind a dialog"):
        await do(Click("publish", within=SOON))
    await do(Click("yes"), SeeGone("question"), Click("publish"))
    assert window.heard == ["publish"]


async def test_a_check_box_is_clicked_where_it_is(window: Window) -> None:
    window.resize(1200, 900)
    await do(Click("always"))
    assert window.box.isChecked()


async def test_what_is_below_the_fold_is_scrolled_to(window: Window) -> None:
    await do(Click("deep"))
    assert window.heard == ["deep"]


async def test_typing_goes_where_it_is_told(window: Window) -> None:
    await do(Type("Hello, world.", into="text"), Key("Return"), Type("Again"))
    assert window.text.toPlainText() == "Hello, world.\nAgain"


async def test_typing_goes_to_what_has_the_focus(window: Window) -> None:
    await do(Click("field"), Focus("field"), Type("one"), Key("Ctrl+A"), Type("two"))
    assert window.field.text() == "two"


async def test_a_field_that_takes_no_focus_is_not_typed_into(window: Window) -> None:
    with pytest.raises(StepMismatch, match="does not have the focus"):
        await do(Type("Hello", into="label", within=SOON))


async def test_a_line_of_a_combo_box_is_chosen(window: Window) -> None:
    await do(Choose("drop connection", place="fault"))
    assert window.combo.currentText() == WORDS[1]


async def test_a_line_that_a_combo_box_lacks_is_said(window: Window) -> None:
    with pytest.raises(StepMismatch, match="Set it on fire"):
        await do(Choose("Set it on fire", place="fault", within=SOON))
    window.combo.hidePopup()


async def test_a_line_of_a_menu_is_chosen_while_the_menu_runs_its_loop(window: Window) -> None:
    await do(Click("more"), Choose("Copy to another client"))
    assert window.heard == ["copy"]


@pytest.mark.parametrize("name", ["text", "field"])
async def test_a_widget_s_own_menu_is_opened(window: Window, name: str) -> None:
    await do(Type("one", into=name), Menu(name), Choose("Select All"), Type("two"))
    assert (window.text.toPlainText(), window.field.text()) == (("two", "") if name == "text" else ("", "two"))


async def test_a_disabled_line_of_a_menu_is_not_chosen(window: Window) -> None:
    await do(Click("more"))
    with pytest.raises(StepMismatch, match="“Not now” in the menu is disabled"):
        await do(Choose("Not now", within=SOON))
    await do(Key("Escape"))


async def test_a_menu_that_is_not_open_has_no_lines(window: Window) -> None:
    with pytest.raises(StepMismatch, match="no menu is open"):
        await do(Choose("Copy to another client", within=SOON))


async def test_a_line_of_a_list_is_brought_into_view_and_clicked(window: Window) -> None:
    await do(Click("pages", item="Page 55"))
    assert window.list.currentItem().text() == "Page 55"


async def test_two_clicks_in_a_row_are_a_double_click(window: Window) -> None:
    doubled: list[str] = []
    window.list.itemDoubleClicked.connect(lambda item: doubled.append(item.text()))
    await do(Click("pages", "Page 41"))
    assert doubled == []
    await do(DoubleClick("pages", "Page 42"))
    assert doubled == ["Page 42"]


async def test_the_second_click_goes_to_what_the_first_one_put_there(window: Window) -> None:
    window.button.clicked.connect(lambda: window.cover(window.button))
    await do(DoubleClick("publish"))
    assert window.heard == ["publish"]


async def test_a_tab_is_clicked(window: Window) -> None:
    await do(Click("tabs", item="X"))
    assert window.tabs.currentIndex() == 1


async def test_the_main_window_gets_a_size(window: Window) -> None:
    await do(Resize("1200x1000"))
    assert (window.width(), window.height()) == (1200, 1000)


async def test_texts_are_seen_anywhere_and_in_a_place(window: Window) -> None:
    await do(See("Nothing yet"), See("Nothing yet", "label"), See("Locked", "table"), See("A window"))
    with pytest.raises(StepMismatch, match="“Nothing yet” is not shown in “table”"):
        await do(See("Nothing yet", "table", within=SOON))


async def test_a_text_is_seen_in_one_line_of_a_table(window: Window) -> None:
    await do(See("Published", "table", "First post"), SeeGone("Published", "table", "Second post"))
    with pytest.raises(StepMismatch, match="“Published” is not shown in “Second post” of “table”"):
        await do(See("Published", "table", "Second post", within=SOON))


async def test_what_is_hidden_is_gone(window: Window) -> None:
    window.label.hide()
    await do(SeeGone("Nothing yet"), SeeGone("label"))
    with pytest.raises(StepMismatch, match="still shown"):
        await do(SeeGone("publish", within=SOON))


async def test_a_picture_shows_dialogs_over_the_window(window: Window) -> None:
    plain = take_picture()
    window.ask().move(window.mapToGlobal(window.rect().bottomRight()))
    assert take_picture().width() > plain.width()
    await do(Click("yes"), SeeGone("question"))
    assert take_picture().size() == plain.size()
