"""Adds actions for what a client said to a menu."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QMenu

from postdesk.domain.approval import Approval
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.approvals import approval_icon, approval_word

ACTS: Final = (Approval.WAITING, Approval.APPROVED)


def add_word_acts(menu: QMenu, theme: Theme, name: str, mark: Callable[[Approval], object], is_now: Approval) -> None:
    """Add an action for each state of approval but the present one."""
    for approval in ACTS:
        if approval is not is_now:
            action = menu.addAction(theme.icon(approval_icon(approval), "secondary"), approval_word(approval))
            action.setObjectName(f"{name}.{approval}")
            action.triggered.connect(lambda _, approval=approval: mark(approval))
