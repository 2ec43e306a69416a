"""A navigator that leads nowhere, and records its calls for the test."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from postdesk.domain.post_actions import PostAction


class RecordingNavigator:
    """Records each call in `asked`: its name, and its arguments."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def of(self, name: str) -> list[object]:
        """Return the arguments of the calls of that name: one value, or all of them."""
        return [each[1] if len(each) == 2 else each[1:] for each in self.asked if each[0] == name]

    def tell(self, text: str) -> None:
        self.asked.append(("tell", text))

    def show(self, place: str) -> None:
        self.asked.append(("show", place))

    def show_settings(self, page: str) -> None:
        self.asked.append(("show_settings", page))

    def show_folder(self, folder: Path) -> None:
        self.asked.append(("show_folder", folder))

    def show_client(self, client_id: int) -> None:
        self.asked.append(("show_client", client_id))

    def show_connections(self, client_id: int | None = None) -> None:
        self.asked.append(("show_connections", client_id))

    def start_practice(self) -> None:
        self.asked.append(("start_practice",))

    def add_client(self) -> None:
        self.asked.append(("add_client",))

    def new_post(self) -> None:
        self.asked.append(("new_post",))

    def new_post_at(self, due_at: datetime, client_id: int | None = None) -> None:
        self.asked.append(("new_post_at", due_at) if client_id is None else ("new_post_at", due_at, client_id))

    def open_draft(self, draft_id: str) -> None:
        self.asked.append(("open_draft", draft_id))

    def expect_back(self, post_id: int) -> None:
        self.asked.append(("expect_back", post_id))

    def new_from_template(self, template_id: str) -> None:
        self.asked.append(("new_from_template", template_id))

    def fill_slots(self, draft_ids: Sequence[str]) -> None:
        self.asked.append(("fill_slots", draft_ids))

    def open_post(self, post_id: int) -> None:
        self.asked.append(("open_post", post_id))

    def show_attention(self) -> None:
        self.asked.append(("show_attention",))

    def run_action(self, action: PostAction) -> None:
        self.asked.append(("run_action", action))

    def take_moved_draft(self, draft_id: str) -> None:
        self.asked.append(("take_moved_draft", draft_id))

    def edit_post(self, post_id: int) -> None:
        self.asked.append(("edit_post", post_id))

    def repeat_post(self, post_id: int) -> None:
        self.asked.append(("repeat_post", post_id))

    def copy_post(self, post_id: int, client_id: int | None = None) -> None:
        self.asked.append(("copy_post", post_id, client_id))

    def export_posts(self) -> None:
        self.asked.append(("export_posts",))

    def show_reports(self) -> None:
        self.asked.append(("show_reports",))

    def lock_in_posts(self) -> None:
        self.asked.append(("lock_in_posts",))
