"""The interface by which panes, dialogs and features show something elsewhere in the window."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from postdesk.domain.post_actions import PostAction


class Navigator(Protocol):
    """Shows panes, dialogs and their content. The window implements it and passes it on."""

    def tell(self, text: str) -> None:
        """Show a sentence in the window's status bar for a while."""

    def show(self, place: str) -> None:
        """Show a place of the window ("calendar", "drafts", …)."""

    def show_settings(self, page: str) -> None:
        """Show the settings at a page ("clients", "uploads", …); an empty name leaves them at the page they show."""

    def show_folder(self, folder: Path) -> None:
        """Show a folder in the system's file manager."""

    def show_client(self, client_id: int) -> None:
        """Set the scope to that client."""

    def show_connections(self, client_id: int | None = None) -> None:
        """Show a client's accounts, or those of the client in scope."""

    def start_practice(self) -> None:
        """Open practice mode."""

    def add_client(self) -> None:
        """Ask for a new client or brand."""

    def new_post(self) -> None:
        """Open an empty draft in the composer."""

    def new_post_at(self, due_at: datetime, client_id: int | None = None) -> None:
        """Open an empty draft for that time, for that client or the one in scope."""

    def open_draft(self, draft_id: str) -> None:
        """Open a saved draft in the composer."""

    def expect_back(self, post_id: int) -> None:
        """Expect a post that becomes a draft again: it is not opened over another one that is being written."""

    def new_from_template(self, template_id: str) -> None:
        """Open a new draft made from a template."""

    def fill_slots(self, draft_ids: Sequence[str]) -> None:
        """Ask for the next free slots of these drafts."""

    def open_post(self, post_id: int) -> None:
        """Show a post in the results."""

    def show_attention(self) -> None:
        """Show all posts that need attention, in the results."""

    def run_action(self, action: PostAction) -> None:
        """Run an action in the results that only shows something."""

    def take_moved_draft(self, draft_id: str) -> None:
        """Take over a draft's changed time or labels if the composer shows it."""

    def edit_post(self, post_id: int) -> None:
        """Open a draft that changes a scheduled post."""

    def repeat_post(self, post_id: int) -> None:
        """Ask how the series of a post continues from it."""

    def copy_post(self, post_id: int, client_id: int | None = None) -> None:
        """Open a draft with a post's text, for another client if one is given."""

    def export_posts(self) -> None:
        """Show the export dialog, with the calendar's posts preselected."""

    def show_reports(self) -> None:
        """Show the place for reports and proof sheets, beginning with the shown client and the calendar's days."""

    def lock_in_posts(self) -> None:
        """Show the dialog to lock in posts of the next days."""
