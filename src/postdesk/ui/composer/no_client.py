"""In the place of the composer, where there is nobody to write for."""

from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.theme import Theme


class NoClient(EmptyState):
    """Asks for the first client."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            "composer.empty",
            "user-plus",
            self.tr("Whose posts will it be?"),
            self.tr("Add a client or brand first: yourself will do."),
            self.tr("Add a client or brand"),
        )
