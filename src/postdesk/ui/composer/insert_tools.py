"""The tools that insert into the text: emoji and snippets."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor

from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.snippets import (
    FilledSnippet,
    Snippet,
    SnippetContext,
    fill_snippet,
    fit_hashtags,
    hashtag_limit,
    placeholders,
)
from postdesk.domain.text_counter import utf16_index
from postdesk.domain.utm import links_of
from postdesk.engine.emoji import EmojiLibrary
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.composer.texts import DraftTexts
from postdesk.ui.kit.editor.editor import Editor, join_surrogates
from postdesk.ui.kit.theme import Theme
from postdesk.ui.snippets.slash import CompletionList
from postdesk.ui.snippets.words import clock_words, day_words, hashtags_left_out_words, unfilled_words, weekday_words
from postdesk.ui.text.names import short_name

if TYPE_CHECKING:
    from postdesk.ui.emoji.picker import EmojiPicker
    from postdesk.ui.snippets.dialog import SnippetsDialog
    from postdesk.ui.snippets.picker import SnippetPicker


def insert_filled(editor: Editor, filled: FilledSnippet, typed: int = 0, *, at_end: bool = False) -> None:
    """Insert at the cursor in place of the selection, or at the end of the text on a line of its own.

    `typed`: the number of UTF-16 units before the cursor that are replaced.
    """
    cursor = editor.textCursor()
    cursor.beginEditBlock()
    if typed:
        cursor.setPosition(cursor.position() - typed, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
    if at_end:
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if cursor.positionInBlock():
            cursor.insertText("\n")
    start = cursor.selectionStart()
    cursor.insertText(filled.text)
    cursor.setPosition(start + utf16_index(filled.text, filled.cursor))
    cursor.endEditBlock()
    editor.setTextCursor(cursor)
    editor.ensureCursorVisible()


class EmojiTool(QObject):
    """The emoji button and its shortcut. The picker is created on first use."""

    def __init__(self, shelf: EmojiLibrary, theme: Theme, texts: DraftTexts) -> None:
        super().__init__(texts)
        self._shelf, self._theme, self._texts = shelf, theme, texts
        self._picker: EmojiPicker | None = None
        self._button = texts.tools.add("smile", self.tr("Emoji (Ctrl+.)"), "composer.emoji")
        self._button.clicked.connect(self.open)
        QShortcut(QKeySequence("Ctrl+."), texts).activated.connect(self.open)

    def open(self) -> None:
        """Show the picker."""
        from postdesk.ui.emoji.picker import EmojiPicker

        if self._picker is None:
            self._picker = EmojiPicker(self._shelf, self._theme, self._texts)
            self._picker.picked.connect(self._texts.editor.insert)
            self._picker.closed.connect(self._texts.editor.setFocus)
        self._picker.open_above(self._button)


class SnippetTool(QObject):
    """The buttons of snippets and hashtags, a shortcut, and the "/" and "#" lists. The picker is created on first use."""

    def __init__(self, session: WorkspaceSession, theme: Theme, model: ComposerModel, texts: DraftTexts) -> None:
        super().__init__(texts)
        self._session, self._theme, self._model, self._texts = session, theme, model, texts
        self._picker: SnippetPicker | None = None
        texts.tools.add("hash", self.tr("Hashtag (#)"), "composer.hashtag").clicked.connect(self.begin_hashtag)
        self._button = texts.tools.add("text-quote", self.tr("Snippets and hashtags (Ctrl+Shift+I)"), "composer.snippets")
        self._button.clicked.connect(self.open)
        QShortcut(QKeySequence("Ctrl+Shift+I"), texts).activated.connect(self.open)
        CompletionList(texts.editor, "/", self._offered).picked.connect(self.take)
        CompletionList(texts.editor, "#", self._offered_hashtags).picked.connect(self._take_hashtag)

    def begin_hashtag(self) -> None:
        """Type "#" as the beginning of a word, which offers hashtags."""
        editor = self._texts.editor
        place = editor.textCursor().selectionStart()
        begins_word = place == 0 or editor.document().characterAt(place - 1).isspace()
        editor.setFocus()
        editor.insert("#" if begins_word else " #")

    def open(self) -> None:
        """Show the picker."""
        from postdesk.ui.snippets.picker import SnippetPicker

        if self._picker is None:
            self._picker = SnippetPicker(self._theme, self._texts)
            self._picker.picked.connect(self.take)
            self._picker.save_requested.connect(self._save)
            self._picker.manage_requested.connect(self._manage)
            self._picker.closed.connect(self._texts.editor.setFocus)
        self._picker.open_above(self._button, self._offered(), self._to_save())

    def take(self, snippet: Snippet, typed: int = 0) -> None:
        """Insert the snippet, after asking for its open placeholders. `typed`: UTF-16 units before the cursor to replace."""
        from postdesk.ui.snippets.picker import AskPopup

        questions = list(snippet.questions)
        if "link" in placeholders(snippet.text) and not self._link():
            questions.append(self.tr("Link"))
        if not questions:
            self._insert(snippet, typed, {})
            return
        asking = AskPopup(self._theme, snippet.name, questions, self._texts)
        asking.answered.connect(lambda answers: self._insert(snippet, typed, answers))
        asking.closed.connect(self._texts.editor.setFocus)
        asking.open_above(self._button)

    def _take_hashtag(self, snippet: Snippet, typed: int) -> None:
        """Insert a hashtag in place of the typed one, or a set of them."""
        if snippet.id:
            self.take(snippet, typed)
        elif not self._texts.editor.isReadOnly():
            insert_filled(self._texts.editor, FilledSnippet(f"{snippet.text} ", len(snippet.text) + 1), typed)

    def _offered_hashtags(self) -> tuple[Snippet, ...]:
        """Return the hashtags of the client's posts and snippets, and its sets of several."""
        if self._model.draft is None:
            return ()
        single = (Snippet(0, hashtag, hashtag) for hashtag in self._session.snippets.hashtags(self._model.draft.client_id))
        return (*single, *(each for each in self._offered() if len(each.hashtags) > 1))

    def _insert(self, snippet: Snippet, typed: int, answers: Mapping[str, str]) -> None:
        draft, editor = self._model.draft, self._texts.editor
        if draft is None or editor.isReadOnly():
            return
        if snippet.hashtags:
            ready, words = self._fitting(snippet, draft, typed)
        else:
            ready = fill_snippet(snippet.text, self._setting(draft, answers))
            words = unfilled_words(ready.left) if ready.left else ""
        if ready.text or typed:
            insert_filled(editor, ready, typed, at_end=snippet.at_end and bool(ready.text))
        if words:
            self._model.status.note(words)

    def _fitting(self, snippet: Snippet, draft: Draft, typed: int) -> tuple[FilledSnippet, str]:
        """Return the hashtags that the strictest platform allows, and the note about those left out."""
        editor = self._texts.editor
        limit, platform = self._strictest(draft)
        found = fit_hashtags(snippet.hashtags, editor.text(), limit)
        place = editor.textCursor().selectionStart() - typed
        begins_word = place == 0 or editor.document().characterAt(place - 1).isspace()
        gap = "" if snippet.at_end or begins_word else " "
        text = gap + " ".join(found.taken) if found.taken else ""
        words = "" if found.taken else self.tr("The text already has all these hashtags.")
        if found.left_out and limit is not None:
            words = hashtags_left_out_words(found.left_out, platform, limit)
        return FilledSnippet(text, len(text)), words

    def _strictest(self, draft: Draft) -> tuple[int | None, str]:
        """Return the lowest hashtag limit among the platforms with the shown text, and that platform's name."""
        rules = self._session.composer.rules
        if rules is None:
            return None, ""
        own = {account.platform: account.limits for account in self._session.connections.of(draft.client_id)}
        limits = ((hashtag_limit(rules.for_platform(each).with_own(own.get(each, ()))), each) for each in self._shown_for(draft))
        known = [(limit, short_name(each)) for limit, each in limits if limit is not None]
        return min(known, default=(None, ""))

    def _shown_for(self, draft: Draft) -> tuple[Platform, ...]:
        """Return the platforms that get the shown text."""
        if self._model.platform:
            return (self._model.platform,)
        return tuple(each for each in draft.platforms if draft.variant(each).text is None)

    def _setting(self, draft: Draft, answers: Mapping[str, str]) -> SnippetContext:
        client, platforms, client_zone = self._model.client, self._shown_for(draft), self._model.context.zone
        due_at = draft.due_for(platforms[0]) if len(platforms) == 1 else draft.due_at
        return SnippetContext(
            client.name if client else "",
            short_name(platforms[0]) if len(platforms) == 1 else "",
            self._link() or answers.get(self.tr("Link"), ""),
            due_at.astimezone(client_zone) if due_at else None,
            day_words,
            weekday_words,
            clock_words,
            answers,
        )

    def _link(self) -> str:
        """Return the first link in the text, empty if there is none."""
        return next(iter(links_of(self._texts.editor.text())), "")

    def _offered(self) -> tuple[Snippet, ...]:
        return self._session.snippets.of(self._model.draft.client_id) if self._model.draft else ()

    def _to_save(self) -> str:
        if self._texts.editor.textCursor().hasSelection():
            return self.tr("Save selection as snippet")
        return self.tr("Save text as snippet") if self._texts.editor.text().strip() else ""

    def _save(self) -> None:
        editor = self._texts.editor
        selected = join_surrogates(editor.textCursor().selectedText().replace("\u2029", "\n").replace("\u2028", "\n"))
        self._manage().new_with_text(selected or editor.text().strip())

    def _manage(self) -> "SnippetsDialog":
        from postdesk.ui.snippets.dialog import SnippetsDialog

        dialog = SnippetsDialog(self._session.snippets, self._session.clients.all(), self._theme, self._texts.window())
        dialog.open()
        return dialog
