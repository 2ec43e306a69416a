"""Application of a problem's fix to the open draft, with an undo."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QObject

from postdesk.domain.counting import without_unseen
from postdesk.domain.drafts import Draft, Piece, reworded
from postdesk.domain.fixes import Fix, leave_out
from postdesk.domain.mending import hashtags_last, mended, spare_cover, with_links_once
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import Field, Problem, ProblemKind
from postdesk.engine.desk import Desk
from postdesk.ui.composer.extras import Extras
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.composer.slot_picker import SlotPicker
from postdesk.ui.composer.texts import Texts
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.text.fixes import fixed_words

_WRITTEN = (Piece.TEXT, Piece.TITLE, Piece.MEDIA_URL, Piece.THUMBNAIL_URL)


class Fixes(QObject):
    """Applies fixes. A change of the text is undone by Ctrl+Z, all others by the undo in the status message."""

    def __init__(
        self, desk: Desk, model: ComposerModel, texts: Texts, extras: Extras, slots: SlotPicker, navigator: Navigator
    ) -> None:
        super().__init__(texts)
        self._desk, self._model, self._texts, self._extras = desk, model, texts, extras
        self._slots, self._navigator = slots, navigator
        words = self.tr("Move the hashtags to the end")
        texts.tools.add("hash", words, "composer.hashtags_last").clicked.connect(self.move_hashtags)

    def apply(self, finding: ProblemGroup, fix: Fix) -> None:
        """Apply the fix to the open draft, or lead to the field that the user has to change."""
        draft = self._model.draft
        if draft is None:
            return
        match fix:
            case Fix.MEND:
                self._change(draft, self._mended(draft, finding, finding.problem), fixed_words(finding))
            case Fix.TAKE_TITLE:
                missing = replace(finding.problem, kind=ProblemKind.TITLE_MISSING)
                self.apply(replace(finding, problem=missing), Fix.MEND)
            case Fix.CLEAN:
                self._change(draft, reworded(draft, without_unseen), self.tr("Invisible characters removed."))
            case Fix.KEEP_FIRST:
                self._change(draft, with_links_once(draft), self.tr("Repeated links removed."))
            case Fix.CUSTOMISE:
                self._model.customise(finding.platforms[0])
            case Fix.EDIT_TEXT:
                self._texts.editor.setFocus()
            case Fix.LEAVE_OUT:
                self._model.session.change(replace(draft, platforms=leave_out(draft, finding)))
            case Fix.POST_ANYWAY:
                self._model.session.change(replace(draft, overridden=tuple(sorted({*draft.overridden} | finding.warning_keys))))
            case Fix.WARN_AGAIN:
                self._model.session.change(replace(draft, overridden=tuple(sorted({*draft.overridden} - finding.warning_keys))))
            case Fix.GO_TO_FIELD:
                self._go_to(draft, finding.platforms, finding.problem.field)
            case Fix.NEXT_FREE:
                self._slots.mend(finding)
            case Fix.CONNECT:
                self._navigator.show_connections()

    def _go_to(self, draft: Draft, platforms: tuple[Platform, ...], field: Field) -> None:
        """Show the field in the tab in which it is edited: the shared one, or a platform's if that has its own value."""
        piece = Piece.TITLE if field is Field.TEXT else Piece(field.value)
        if self._model.platform not in platforms:
            self._model.turn_to(next((each for each in platforms if piece in draft.variant(each).own), None))
        self._extras.go_to(piece)

    def move_hashtags(self) -> None:
        """Move the hashtags of the shown text into a last line of their own."""
        draft, platform = self._model.draft, self._model.platform
        if draft:
            text = draft.text_for(platform) if platform else draft.text
            after = draft.with_piece(platform, Piece.TEXT, hashtags_last(text))
            moved = after if hashtags_last(text) != text else draft
            self._change(draft, moved, self.tr("Hashtags moved to the end."))

    def _mended(self, draft: Draft, finding: ProblemGroup, problem: Problem) -> Draft:
        """Return the draft without the problem; only the content of the group's platforms is changed."""
        rules, counter = self._desk.composer.rules, self._desk.composer.counter
        if rules is None or counter is None:
            return draft
        own = {account.platform: account.limits for account in self._desk.connections.of(draft.client_id)}
        cover = spare_cover(draft)
        for platform in finding.platforms:
            content = draft.content_for(platform)
            its = rules.for_platform(platform).with_own(own.get(platform, ()))
            better = mended(problem, content, its, counter, cover) or content
            for piece in _WRITTEN:
                if getattr(better, piece) != getattr(content, piece):
                    draft = draft.with_piece(_whose(draft, platform, piece), piece, getattr(better, piece))
        return draft

    def _change(self, before: Draft, after: Draft, words: str) -> None:
        """Change the draft, and offer an undo."""
        places = tuple(_changed(before, after))
        if not places:
            return
        texts = ((platform, _of(after, platform, piece) or "") for platform, piece in places if piece is Piece.TEXT)
        if text := next(texts, None):
            self._texts.mend(*text)
        self._model.change_with_undo(before, after, words, "pencil")


def _whose(draft: Draft, platform: Platform, piece: Piece) -> Platform | None:
    """Return the platform if the fixed value becomes its own; None for the shared value of the only platform."""
    return platform if len(draft.platforms) > 1 or getattr(draft.variant(platform), piece) is not None else None


def _of(draft: Draft, platform: Platform | None, piece: Piece) -> str | None:
    value: str | None = getattr(draft.variant(platform) if platform else draft, piece)
    return value


def _changed(before: Draft, after: Draft) -> Iterator[tuple[Platform | None, Piece]]:
    """Yield the fields that differ, shared (None) and of the platforms."""
    for platform in (None, *Platform):
        for piece in _WRITTEN:
            if _of(before, platform, piece) != _of(after, platform, piece):
                yield platform, piece
