"""The open draft as a series: start one, or change the one that it belongs to."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from postdesk.domain.drafts import Draft
from postdesk.domain.series import Series
from postdesk.engine.composer import RefusedDraft
from postdesk.engine.submission import RefusedReason
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.refusals import refused_words
from postdesk.ui.text.series import rule_words
from postdesk.ui.text.states import Tone


class DraftSeries(QObject):
    """Starts a series from the open draft, or changes an existing one."""

    def __init__(self, session: WorkspaceSession, model: ComposerModel, theme: Theme, pane: QWidget) -> None:
        super().__init__(pane)
        self._session, self._model, self._theme, self._pane = session, model, theme, pane
        self._pending: tuple[Series, Draft] | None = None
        """The series that is being started, and its draft."""
        session.series.begun.connect(self._begun)
        session.series.refused.connect(self._refused)

    def ask(self) -> None:
        """Ask how the open draft repeats; if it changes a post of a series, ask how that series continues."""
        from postdesk.ui.series.dialog import SeriesDialog

        if self._model.draft is None or not self._model.is_time_valid() or self._model.submission.is_blocked_by_upload():
            return
        draft = self._model.draft
        if draft.replaces_post and self.change_from(draft.replaces_post):
            return
        dialog = SeriesDialog(self._session, self._theme, self._session.series.new_from_draft(draft), self._pane, new=True)
        dialog.confirmed.connect(lambda wanted, _: self._begin(wanted))
        dialog.open()

    def change_from(self, post_id: int) -> bool:
        """Ask how the series of a post continues from it; return False if the post belongs to none."""
        from postdesk.ui.series.dialog import SeriesDialog

        found = self._session.series.of_post(post_id)
        if found is None:
            return False
        series, number = found
        dialog = SeriesDialog(self._session, self._theme, series, self._pane, number=number)
        dialog.confirmed.connect(lambda wanted, scope: self._change(series, wanted, scope))
        dialog.open()
        return True

    def _change(self, before: Series, wanted: Series, number: int | None) -> None:
        """Change the series from that number on, or (None) all unsent posts; an unchanged edit of its post is closed first."""
        draft = self._model.draft
        if draft and draft.replaces_post and self._model.draft_session.untouched and self._is_of(before, draft.replaces_post):
            self._model.draft_session.open_new(draft.client_id)
        book = self._session.series
        if number is None:
            book.change_all(wanted)
            undo = partial(book.change_all, before)
        else:
            undo = partial(book.change_back, before, book.change_from(wanted, number), number)
        words = self.tr("Repeating from now on: {0}.").format(rule_words(wanted.rule))
        self._model.status.offer_undo(words, "repeat-2", undo, passes=True)

    def _is_of(self, series: Series, post_id: int) -> bool:
        found = self._session.series.of_post(post_id)
        return found is not None and found[0].id == series.id

    def _begin(self, wanted: Series) -> None:
        """Start the series with the draft as it was when asked; the draft is closed first, so that later edits aren't lost."""
        draft = self._model.draft
        if draft and self._pending is None:
            self._model.draft_session.close()
            self._model.draft_session.open_new(draft.client_id)
            self._pending = wanted, draft
            self._session.series.begin(wanted, draft)

    def _begun(self, series_id: str) -> None:
        if self._pending is None or self._pending[0].id != series_id:
            return
        (series, draft), self._pending = self._pending, None
        words = self.tr("Repeating: {0}. Posts are scheduled {1} days ahead.")
        words = words.format(rule_words(series.rule), series.days_in_advance)
        self._model.status.offer_undo(words, "repeat-2", lambda: self._take_back(series, draft), passes=True)

    def _take_back(self, series: Series, draft: Draft) -> None:
        self._session.series.undo_begin(series.id, draft)
        self._model.draft_session.open(draft)

    def _refused(self, reason: RefusedReason) -> None:
        if self._pending:
            (_, draft), self._pending = self._pending, None
            self._model.draft_session.open(draft)
            self._model.status.tell(refused_words(RefusedDraft(draft.id, reason)), Tone.BAD, "circle-x")
