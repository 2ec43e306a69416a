"""The notice about accounts that posts wait for: they count as needing attention, and are no posts."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal

from postdesk.domain.attention import AttentionItem
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.attention import attention_words
from postdesk.ui.text.entry_stories import StoryContext
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate


class AccountsNotice(NoticeBar):
    """Names the account, or the number of accounts. `asked` carries the id of the client whose accounts to show, None for all."""

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "results.accounts")
        self._client_id: int | None = None
        self.action.clicked.connect(self._ask)

    def show_accounts(self, items: Sequence[AttentionItem], context: StoryContext) -> None:
        """Show the items of these accounts; hide without any."""
        clients = {item.client_id for item in items}
        self._client_id = clients.pop() if len(clients) == 1 else None
        words = translate("Results", "Accounts to reconnect: {0}. Posts wait for them.").format(len(items))
        if len(items) == 1:
            words = attention_words(items[0], context)
        if not items:
            self.hide()
        elif self.isHidden() or words != self.label.text():
            self.tell(words, Tone.ATTENTION, "unlink", translate("Results", "Show connections"))

    def _ask(self) -> None:
        self.asked.emit(self._client_id)
