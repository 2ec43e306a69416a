"""The details of a post, with the raw answers of the service, as a text to read and copy."""

import json
from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from postdesk.domain.delivery import State
from postdesk.domain.posts import Entry, Post, SendMode, entry_state
from postdesk.domain.problems import ProblemKind
from postdesk.domain.remote import PlatformResult
from postdesk.domain.times import wire_time
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import fill
from postdesk.ui.kit.plain_text import PlainLabel, typed_text
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.entry_stories import StoryContext, entry_story
from postdesk.ui.text.names import platform_word, zone_word
from postdesk.ui.text.post_stories import state_look
from postdesk.ui.text.times import when_text

translate = QCoreApplication.translate

_LETTERS, _LINES = 100, 30
_WARNINGS: Final[dict[str, str]] = {
    ProblemKind.TEXT_TOO_LONG: QT_TRANSLATE_NOOP("Results", "a long text"),
    ProblemKind.TEXT_LONG_WARN: QT_TRANSLATE_NOOP("Results", "a long text"),
    ProblemKind.TEXT_FORBIDDEN_CHARACTERS: QT_TRANSLATE_NOOP("Results", "characters that may be refused"),
    ProblemKind.RESERVED_CHARACTERS: QT_TRANSLATE_NOOP("Results", "characters that may cut the text"),
    ProblemKind.HASHTAGS_MANY: QT_TRANSLATE_NOOP("Results", "many hashtags"),
    ProblemKind.MENTIONS_MANY: QT_TRANSLATE_NOOP("Results", "many mentions"),
    ProblemKind.LINKS_MANY: QT_TRANSLATE_NOOP("Results", "many links"),
    ProblemKind.CONTROL_CHARACTERS: QT_TRANSLATE_NOOP("Results", "invisible characters"),
    ProblemKind.BIDI_MARKS: QT_TRANSLATE_NOOP("Results", "marks that change the writing direction"),
    ProblemKind.TITLE_TOO_LONG: QT_TRANSLATE_NOOP("Results", "a long title"),
    ProblemKind.TITLE_IGNORED: QT_TRANSLATE_NOOP("Results", "a title that isn’t shown"),
    ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO: QT_TRANSLATE_NOOP("Results", "a video without a thumbnail"),
    ProblemKind.MEDIA_FLAWED: QT_TRANSLATE_NOOP("Results", "a file that couldn’t be checked"),
    ProblemKind.MEDIA_TYPE: QT_TRANSLATE_NOOP("Results", "a file type that may be refused"),
    ProblemKind.MEDIA_SIZE: QT_TRANSLATE_NOOP("Results", "a large file"),
    ProblemKind.MEDIA_WIDTH: QT_TRANSLATE_NOOP("Results", "an unusual width"),
    ProblemKind.MEDIA_HEIGHT: QT_TRANSLATE_NOOP("Results", "an unusual height"),
    ProblemKind.MEDIA_PIXELS: QT_TRANSLATE_NOOP("Results", "an image with many pixels"),
    ProblemKind.MEDIA_RATIO: QT_TRANSLATE_NOOP("Results", "an unusual aspect ratio"),
    ProblemKind.MEDIA_SECONDS: QT_TRANSLATE_NOOP("Results", "an unusual video length"),
    ProblemKind.MEDIA_FRAMES: QT_TRANSLATE_NOOP("Results", "an unusual frame rate"),
    ProblemKind.MEDIA_BITRATE: QT_TRANSLATE_NOOP("Results", "a high bit rate"),
    ProblemKind.MEDIA_VIDEO_CODEC: QT_TRANSLATE_NOOP("Results", "an unusual video format"),
    ProblemKind.MEDIA_AUDIO_CODEC: QT_TRANSLATE_NOOP("Results", "an unusual sound format"),
    ProblemKind.DAILY_CAP: QT_TRANSLATE_NOOP("Results", "many posts that day"),
    ProblemKind.SAME_TIME: QT_TRANSLATE_NOOP("Results", "another post at the same time"),
    ProblemKind.TOO_CLOSE: QT_TRANSLATE_NOOP("Results", "another post shortly before or after"),
    ProblemKind.DESTINATION_FIXED: QT_TRANSLATE_NOOP("Results", "a destination that can’t be changed"),
}


class ReadOnlyText(QPlainTextEdit):
    """A read-only text field, about a page large."""

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(_LETTERS * metrics.averageCharWidth(), _LINES * metrics.lineSpacing())


class PostDetailsDialog(Dialog):
    """Shows the post, also while more becomes known of it; a button copies all of the text."""

    def __init__(self, session: WorkspaceSession, theme: Theme, post: Post, context: StoryContext, parent: QWidget) -> None:
        super().__init__(translate("Results", "Post details"), "results.details", parent)
        self._session, self._post_id, self._zone = session, post.id, context.zone
        self._words = details_text(session, post, context)
        self._text = ReadOnlyText(self._words, readOnly=True, tabChangesFocus=True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        identify(self._text, "results.details.text", self.tr("All details of this post"))
        note = PlainLabel(self.tr("What Postdesk did and what MyPostShare answered, word for word."), role="secondary")
        fill(self.body, note, self._text, grow=self._text)
        copy = Button(theme, self.tr("Copy all"), "results.details.copy", icon="copy", on_click=self._copy)
        close = Button(theme, self.tr("Close"), "results.details.close", role="primary", on_click=self.close)
        fill(self.foot, copy, close)
        self._text.setFocus()
        session.changes.posts.connect(self._renew)

    def _renew(self) -> None:
        """Show the post as it is now, unless it is gone. The reader stays at the same line, and what is selected there, too."""
        if post := self._session.post_commands.post(self._post_id):
            before = self._words
            self._words = details_text(self._session, post, StoryContext(self._zone, self._session.clock.now()))
            if self._words != before:
                bar, cursor = self._text.verticalScrollBar(), self._text.textCursor()
                at, anchor, position = bar.value(), cursor.anchor(), cursor.position()
                self._text.setPlainText(self._words)
                end = self._text.document().characterCount() - 1
                cursor.setPosition(min(anchor, end))
                cursor.setPosition(min(position, end), QTextCursor.MoveMode.KeepAnchor)
                self._text.setTextCursor(cursor)
                bar.setValue(at)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(typed_text(self._text.document()))


def details_text(session: WorkspaceSession, post: Post, context: StoryContext) -> str:
    """Return the post's text, and for each request its state, times, IDs and the service's unchanged answers."""
    client = session.clients.get(post.client_id)
    head = (
        (translate("Results", "For"), client.name if client else ""),
        (translate("Results", "Title"), post.title),
        (translate("Results", "Text"), post.text or translate("Results", "not available")),
        (translate("Results", "Times in"), zone_word(context.zone.key)),
        (translate("Results", "Ignored warnings"), _warned_words(post.overridden)),
        (translate("Results", "Retry of"), _named(session, post.retries_post, context)),
        (translate("Results", "Retried by"), _named(session, post.retried_by, context)),
    )
    parts = [_listed(head)]
    removed_until = session.post_commands.answers_removed_until()
    for entry in post.entries:
        parts.append(_of_entry(entry, context))
        answers = session.post_commands.answers(entry.id)
        if removed_until and entry.state is State.ACCEPTED and entry.due_at < removed_until:
            parts.append(_removed_words(bool(answers)))
        parts += [
            f"{when_text(answer.at, context.zone, context.now)}  {_how_heard(answer.what)}\n{_readable(answer.raw)}"
            for answer in answers
        ]
    return "\n\n".join(parts) + "\n"


def _of_entry(entry: Entry, context: StoryContext) -> str:
    names = ", ".join(platform_word(platform) for platform in entry.platforms)
    sent = (
        translate("Results", "by MyPostShare’s scheduler")
        if entry.mode == SendMode.SCHEDULED
        else translate("Results", "from this computer")
    )
    rows = (
        (translate("Results", "State"), state_look(entry_state(entry), (entry,), context.now).word),
        (translate("Results", "What happened"), entry_story(entry, context)),
        (translate("Results", "Time"), f"{when_text(entry.due_at, context.zone, context.now)} ({wire_time(entry.due_at)})"),
        (translate("Results", "Sent"), sent),
        (translate("Results", "Attempts"), str(entry.attempts)),
        (translate("Results", "Text"), entry.content),
        (translate("Results", "Media"), entry.media_url),
        (translate("Results", "Post ID at MyPostShare"), entry.remote_id),
        (translate("Results", "Status at MyPostShare"), entry.remote_status),
        (translate("Results", "Reference sent with it"), entry.token),
        *((platform_word(result.platform), _result(result)) for result in entry.results),
    )
    return f"── {names} ──\n{_listed(rows)}"


def _named(session: WorkspaceSession, post_id: int | None, context: StoryContext) -> str:
    """Return a related post by its time; empty where there is none."""
    words = translate("Results", "the post of {0}")
    post = session.post_commands.post(post_id) if post_id else None
    return words.format(when_text(post.due_at, context.zone, context.now)) if post else ""


def _removed_words(some_left: bool) -> str:
    """Return the note on an old post. An answer that is left was heard later, or the post wasn't settled before."""
    if some_left:
        return translate("Results", "MyPostShare’s earlier answers may have been removed, as set in Settings → Data.")
    return translate("Results", "MyPostShare’s answers were removed, as set in Settings → Data.")


def _how_heard(what: str) -> str:
    """Return the origin of an answer: "found" by searching for the post, or an HTTP status."""
    if what == "found":
        return translate("Results", "Found by searching. MyPostShare says:")
    return translate("Results", "MyPostShare answered ({0}):").format(what)


def _result(result: PlatformResult) -> str:
    return " · ".join(part for part in (result.status, result.external_id, result.detail) if part)


def _listed(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in rows if value)


def _readable(raw: str) -> str:
    """Return an answer in JSON indented; anything else unchanged."""
    try:
        return json.dumps(json.loads(raw), indent=2, ensure_ascii=False)
    except ValueError:
        return raw


def _warned_words(overridden: Sequence[str]) -> str:
    """Return the warnings that the user overrode (`Post.overridden`): "LinkedIn: many hashtags; Reddit: many links"."""
    return "; ".join(_warning(*each.partition(":")[::2]) for each in overridden)


def _warning(platform: str, kind: str) -> str:
    words = translate("Results", _WARNINGS[kind]) if kind in _WARNINGS else kind.replace("_", " ")
    return f"{platform_word(platform)}: {words}"
