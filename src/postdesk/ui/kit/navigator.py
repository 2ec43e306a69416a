"""The interface by which panes, dialogs and features ask for something elsewhere in the window."""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from postdesk.domain.post_actions import PostAction


class Navigator(Protocol):
    """Shows panes, dialogs and what is in them. The window implements it and passes it to whoever asks for such things."""

    def tell(self, text: str) -> None:
        """Show a sentence at the window's foot for a while."""

    def show_settings(self, page: str) -> None:
        """Open the settings at a page ("clients", "uploads", …); an empty name leaves them at the page they show."""

    def show_folder(self, folder: Path) -> None:
        """Show a folder in the system's file manager."""

    def show_client(self, client_id: int) -> None:
        """Show the posts of that client."""

    def show_connections(self, client_id: int | None = None) -> None:
        """Show a client's accounts, or those of the client who is shown."""

    def add_client(self) -> None:
        """Ask for a new client or brand."""

    def new_post(self) -> None:
        """Open an empty draft in the composer."""

    def new_post_at(self, due_at: datetime) -> None:
        """Open an empty draft for that time."""

    def open_draft(self, draft_id: str) -> None:
        """Open a kept draft in the composer."""

    def open_post(self, post_id: int) -> None:
        """Show a post in the results."""

    def point_to_post(self, post_id: int) -> None:
        """Select a post in the results; the focus stays where it is."""

    def run_action(self, action: PostAction) -> None:
        """Do with a post in the results what is only shown there."""

    def take_moved_draft(self, draft_id: str) -> None:
        """A draft got another time or other labels: where the composer shows it, take them."""

    def edit_post(self, post_id: int) -> None:
        """Open a draft that changes a scheduled post."""

    def repeat_post(self, post_id: int) -> None:
        """Ask how the series of a post continues from it."""

    def copy_post(self, post_id: int, client_id: int | None = None) -> None:
        """Open a draft with a post's text, for another client if one is given."""

    def export_posts(self) -> None:
        """Ask which posts are saved as a file, beginning with those that the calendar shows."""

    def show_reports(self) -> None:
        """Ask for a proof sheet or a report, beginning with what the calendar shows."""

    def lock_in_posts(self) -> None:
        """Ask which posts of the next days are locked in."""
