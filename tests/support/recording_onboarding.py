"""An onboarding that makes no workspaces: the test gives the answers."""

from PySide6.QtCore import QObject, Signal

from postdesk.domain.clients import Workspace


class RecordingOnboarding(QObject):
    """Records its calls; the test gives the answers."""

    tested = Signal(object)
    opened = Signal(object)
    failed = Signal(object)
    keyring_waits = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[object, ...]] = []

    def try_key(self, base_url: str, key: str) -> None:
        self.asked.append(("try", base_url, key))

    def create_real(self, name: str, base_url: str, key: str) -> None:
        self.asked.append(("create", name, base_url, key))

    def start_practice(self) -> None:
        self.asked.append(("practice",))

    def change_key(self, workspace: Workspace, base_url: str, key: str) -> None:
        self.asked.append(("change_key", workspace.id, base_url, key))

    def change(self, workspace: Workspace) -> None:
        self.asked.append(("change", workspace))

    def open(self, workspace_id: int) -> None:
        self.asked.append(("open", workspace_id))
