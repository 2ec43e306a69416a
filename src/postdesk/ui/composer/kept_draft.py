"""The notice of a half-written draft that was kept when another one took its place."""

from typing import Final

from PySide6.QtCore import QObject

from postdesk.domain.draft_search import excerpt
from postdesk.domain.drafts import Draft
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.kit.notice_bar import NoticeBar

_LONGEST: Final = 28
"""The most characters of the draft in the notice."""


class KeptDraftNotice(QObject):
    """Names the draft that was open before, and brings it back; the one that is open then is kept alike."""

    def __init__(self, session: WorkspaceSession, model: ComposerModel, bar: NoticeBar) -> None:
        super().__init__(bar)
        self._session, self._model, self._bar = session, model, bar
        self._kept_id = ""
        for signal, slot in (
            (model.opened, self._follow_open),
            (model.draft_session.replaced, self._tell),
            (session.changes.drafts, self._hide_if_gone),
            (bar.action.clicked, self._bring_back),
        ):
            signal.connect(slot)

    def _tell(self, kept: Draft) -> None:
        self._kept_id = kept.id
        self._bar.tell(self._words(kept), icon="file-text", action=self.tr("Bring back"))

    def _words(self, kept: Draft) -> str:
        if kept.template:
            return self.tr("Changes to the template “{0}” are kept.").format(kept.template)
        words, client = _beginning(kept), self._session.clients.get(kept.client_id)
        if not words:
            return self.tr("A draft without text was kept.")
        if client and self._model.client and client.id != self._model.client.id:
            return self.tr("“{0}” for {1} kept as a draft").format(words, client.name)
        return self.tr("“{0}” kept as a draft").format(words)

    def _follow_open(self) -> None:
        """Hide the notice once its draft is the open one; another one leaves it, with the words for that one's client."""
        if self._model.draft and self._model.draft.id == self._kept_id:
            self._bar.hide()
        elif not self._bar.isHidden() and (kept := self._session.composer.draft(self._kept_id)):
            self._bar.label.setText(self._words(kept))

    def _hide_if_gone(self) -> None:
        """Hide the notice once the draft became a post or was deleted."""
        if not self._bar.isHidden() and self._session.composer.draft(self._kept_id) is None:
            self._bar.hide()

    def _bring_back(self) -> None:
        if kept := self._session.composer.draft(self._kept_id):
            self._model.draft_session.open(kept)
            self._model.focus_requested.emit()


def _beginning(draft: Draft) -> str:
    """Return the first words of the draft, with "…" for the others."""
    own = (text for variant in draft.variants for text in (variant.text, variant.title) if text)
    line = excerpt((draft.text, draft.title, *own), ()).text
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rpartition(' ')[0] or line[:_LONGEST]}…"
