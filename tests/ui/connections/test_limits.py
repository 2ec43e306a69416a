"""The limits of an account, as the user sets them."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QDoubleSpinBox, QLabel
from pytestqt.qtbot import QtBot
from tests.support.sessions import RESOURCES
from tests.support.widgets import find, rich_labels, unidentified

from postdesk.domain.clients import Connection
from postdesk.domain.limits import Measure, OwnLimit
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import Rules, load_rules
from postdesk.ui.connections.accounts import AccountAction, PlatformAccount
from postdesk.ui.connections.limits import AccountLimitsDialog
from postdesk.ui.connections.row_contents import row_contents
from postdesk.ui.kit.theme import Theme

STOP, WARN = "text.length.stop_above", "image.size_bytes.warn_above"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(Path(RESOURCES) / "platforms.toml")


def opened(rules: Rules, theme: Theme, qtbot: QtBot, platform: Platform, *own: OwnLimit) -> AccountLimitsDialog:
    account = PlatformAccount(platform, "Ann", Connection(1, platform, "connected", remote_username="<b>ann</b>", limits=own))
    made = AccountLimitsDialog(rules.for_platform(platform), theme, account)
    qtbot.addWidget(made)
    made.show()
    return made


def field(dialog: AccountLimitsDialog, key: str) -> QDoubleSpinBox:
    return find(dialog, QDoubleSpinBox, f"connections.limits.{key}")


def press(dialog: AccountLimitsDialog, name: str) -> None:
    find(dialog, QAbstractButton, f"connections.limits.{name}").click()


def kept(dialog: AccountLimitsDialog) -> list[tuple[OwnLimit, ...]]:
    told: list[tuple[OwnLimit, ...]] = []
    dialog.kept.connect(told.append)
    press(dialog, "keep")
    return told


@pytest.mark.parametrize("platform", Platform)
def test_all_limits_of_a_platform_are_listed_with_their_source(
    rules: Rules, theme: Theme, qtbot: QtBot, platform: Platform
) -> None:
    dialog = opened(rules, theme, qtbot, platform)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    limits = rules.for_platform(platform).limits
    assert all(limit.source.text in words for limit in limits)
    fields = dialog.findChildren(QDoubleSpinBox)
    assert len(fields) == sum(not limit.accepted and limit.measure is not Measure.RATIO for limit in limits)
    assert unidentified(dialog) == []
    assert rich_labels(dialog) == []
    assert kept(dialog) == [()]


def test_a_number_is_raised_and_taken_back(rules: Rules, theme: Theme, qtbot: QtBot) -> None:
    dialog = opened(rules, theme, qtbot, Platform.LINKEDIN)
    field(dialog, STOP).setValue(1_300)
    field(dialog, WARN).setValue(7.5)
    assert any("Your limit. The platform’s is 5 MB." in label.text() for label in dialog.findChildren(QLabel))
    press(dialog, f"again.{STOP}")
    assert field(dialog, STOP).value() == 3_000
    assert kept(dialog) == [(OwnLimit(WARN, 7.5 * 1024 * 1024),)]


def test_an_own_number_is_shown_and_can_be_given_up(rules: Rules, theme: Theme, qtbot: QtBot) -> None:
    dialog = opened(rules, theme, qtbot, Platform.LINKEDIN, OwnLimit(STOP, 1_300))
    assert field(dialog, STOP).value() == 1_300
    press(dialog, f"again.{STOP}")
    assert kept(dialog) == [()]


def test_nothing_is_kept_where_it_is_cancelled(rules: Rules, theme: Theme, qtbot: QtBot) -> None:
    dialog = opened(rules, theme, qtbot, Platform.LINKEDIN)
    told: list[tuple[OwnLimit, ...]] = []
    dialog.kept.connect(told.append)
    field(dialog, STOP).setValue(1_300)
    press(dialog, "cancel")
    assert told == []


def test_only_a_platform_of_ours_has_limits() -> None:
    assert (
        AccountAction.LIMITS in row_contents(PlatformAccount("linkedin", connection=Connection(1, "linkedin", "connected"))).menu
    )
    assert (
        AccountAction.LIMITS
        not in row_contents(PlatformAccount("mastodon", connection=Connection(1, "mastodon", "connected"))).menu
    )
    assert AccountAction.LIMITS not in row_contents(PlatformAccount("linkedin")).menu
