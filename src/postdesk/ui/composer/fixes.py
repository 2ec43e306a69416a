"""Application of a problem's fix to the open draft, with an undo."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QObject

from postdesk.domain.drafts import Draft, DraftField, map_texts
from postdesk.domain.fixes import Fix, remaining_platforms
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import Problem, ProblemField, ProblemKind
from postdesk.domain.text_counter import strip_unseen
from postdesk.domain.text_fixes import find_cover, fix_problem, move_hashtags_to_end, remove_repeated_links
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.extra_fields import ExtraFields
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.composer.slot_picker import SlotPicker
from postdesk.ui.composer.texts import DraftTexts
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.text.fixes import applied_fix_words

_WRITTEN = (DraftField.TEXT, DraftField.TITLE, DraftField.MEDIA_URL, DraftField.THUMBNAIL_URL)


class Fixes(QObject):
    """Applies fixes. A change of the text is undone by Ctrl+Z, all others by the undo in the status message."""

    def __init__(
        self,
        session: WorkspaceSession,
        model: ComposerModel,
        texts: DraftTexts,
        extras: ExtraFields,
        slots: SlotPicker,
        navigator: Navigator,
    ) -> None:
        super().__init__(texts)
        self._session, self._model, self._texts, self._extras = session, model, texts, extras
        self._slots, self._navigator = slots, navigator

    def apply(self, group: ProblemGroup, fix: Fix) -> None:
        """Apply the fix to the open draft, or lead to the field that the user has to change."""
        draft = self._model.draft
        if draft is None:
            return
        match fix:
            case Fix.MEND:
                self._change(draft, self._fixed(draft, group, group.problem), applied_fix_words(group))
            case Fix.TAKE_TITLE:
                missing = replace(group.problem, kind=ProblemKind.TITLE_MISSING)
                self.apply(replace(group, problem=missing), Fix.MEND)
            case Fix.CLEAN:
                self._change(draft, map_texts(draft, strip_unseen), self.tr("Invisible characters removed."))
            case Fix.KEEP_FIRST:
                self._change(draft, remove_repeated_links(draft), self.tr("Repeated links removed."))
            case Fix.CUSTOMISE:
                self._model.customise(group.platforms[0])
            case Fix.EDIT_TEXT:
                self._texts.editor.setFocus()
            case Fix.LEAVE_OUT:
                self._model.draft_session.change(replace(draft, platforms=remaining_platforms(draft, group)))
            case Fix.POST_ANYWAY | Fix.WARN_AGAIN:
                others = {*draft.overridden} - group.warning_keys
                overridden = others | group.warning_keys if fix is Fix.POST_ANYWAY else others
                self._model.draft_session.change(replace(draft, overridden=tuple(sorted(overridden))))
            case Fix.GO_TO_FIELD:
                self._go_to(draft, group.platforms, group.problem.field)
            case Fix.NEXT_FREE:
                self._slots.fix_time(group)
            case Fix.CONNECT:
                self._navigator.show_connections(draft.client_id)

    def _go_to(self, draft: Draft, platforms: tuple[Platform, ...], wrong: ProblemField) -> None:
        """Show the field in the tab in which it is edited: the shared one, or a platform's if that has its own value."""
        field = DraftField.TITLE if wrong is ProblemField.TEXT else DraftField(wrong.value)
        if self._model.platform not in platforms:
            self._model.show_platform(next((each for each in platforms if field in draft.variant(each).own), None))
        self._extras.go_to(field)

    def move_hashtags(self) -> None:
        """Move the hashtags of the shown text into a last line of their own."""
        draft, platform = self._model.draft, self._model.platform
        if draft:
            text = draft.text_for(platform) if platform else draft.text
            after = draft.with_field(platform, DraftField.TEXT, move_hashtags_to_end(text))
            moved = after if move_hashtags_to_end(text) != text else draft
            self._change(draft, moved, self.tr("Hashtags moved to the end."))

    def _fixed(self, draft: Draft, group: ProblemGroup, problem: Problem) -> Draft:
        """Return the draft without the problem; only the content of the group's platforms is changed."""
        rules, counter = self._session.composer.rules, self._session.composer.counter
        if rules is None or counter is None:
            return draft
        own = {account.platform: account.limits for account in self._session.connections.of(draft.client_id)}
        cover = find_cover(draft)
        for platform in group.platforms:
            content = draft.content_for(platform)
            its = rules.for_platform(platform).with_own(own.get(platform, ()))
            better = fix_problem(problem, content, its, counter, cover) or content
            for field in _WRITTEN:
                if getattr(better, field) != getattr(content, field):
                    draft = draft.with_field(_whose(draft, platform, field), field, getattr(better, field))
        return draft

    def _change(self, before: Draft, after: Draft, words: str) -> None:
        """Change the draft, and offer an undo."""
        places = tuple(_changed(before, after))
        if not places:
            return
        texts = ((platform, _of(after, platform, field) or "") for platform, field in places if field is DraftField.TEXT)
        if text := next(texts, None):
            self._texts.replace_text(*text)
        self._model.change_with_undo(before, after, words, "pencil")


def _whose(draft: Draft, platform: Platform, field: DraftField) -> Platform | None:
    """Return the platform if the fixed value becomes its own; None for the shared value of the only platform."""
    return platform if len(draft.platforms) > 1 or getattr(draft.variant(platform), field) is not None else None


def _of(draft: Draft, platform: Platform | None, field: DraftField) -> str | None:
    value: str | None = getattr(draft.variant(platform) if platform else draft, field)
    return value


def _changed(before: Draft, after: Draft) -> Iterator[tuple[Platform | None, DraftField]]:
    """Yield the fields that differ, shared (None) and of the platforms."""
    for platform in (None, *Platform):
        for field in _WRITTEN:
            if _of(before, platform, field) != _of(after, platform, field):
                yield platform, field
