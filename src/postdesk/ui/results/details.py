"""All that is known of a post, raw answers included, as a text that can be read and copied."""

import json
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from postdesk.domain.posts import Entry, Mode, Post, entry_state
from postdesk.domain.problems import ProblemKind
from postdesk.domain.remote import PlatformResult
from postdesk.domain.times import wire_time
from postdesk.engine.desk import Desk
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel, typed_text
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.entry_stories import Scene, entry_story
from postdesk.ui.text.post_stories import standing
from postdesk.ui.text.words import platform_word, when_text, zone_word

translate = QCoreApplication.translate

_LETTERS, _LINES = 100, 30


class Page(QPlainTextEdit):
    """A text to be read: as large as about a page of it."""

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(_LETTERS * metrics.averageCharWidth(), _LINES * metrics.lineSpacing())


class Details(Dialog):
    """Reads the post once; a copy button takes all of the text along."""

    def __init__(self, desk: Desk, theme: Theme, post: Post, scene: Scene, parent: QWidget | None = None) -> None:
        super().__init__(translate("Results", "Details of a post"), "results.details", parent)
        self._text = Page(details_text(desk, post, scene))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        identify(self._text, "results.details.text", self.tr("Everything known of this post"))
        note = PlainLabel(self.tr("What Postdesk did and what MyPostShare answered, word for word."), role="secondary")
        self.body.addWidget(note)
        self.body.addWidget(self._text, 1)
        copy = Button(theme, self.tr("Copy all"), "results.details.copy", icon="copy")
        copy.clicked.connect(self._copy)
        close = Button(theme, self.tr("Close"), "results.details.close", role="primary")
        close.clicked.connect(self.close)
        for button in (copy, close):
            self.foot.addWidget(button)
        self._text.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(typed_text(self._text.document()))


def details_text(desk: Desk, post: Post, scene: Scene) -> str:
    """The post's words, and for each request its state, times, references and the service's answers as they came."""
    client = desk.clients.get(post.client_id)
    head = (
        (translate("Results", "For"), client.name if client else ""),
        (translate("Results", "Title"), post.title),
        (translate("Results", "Text"), post.text or translate("Results", "not available")),
        (translate("Results", "Times are those of"), zone_word(scene.zone.key)),
        (translate("Results", "Posted in spite of"), warned_words(post.overridden)),
        (translate("Results", "Tries again"), _named(desk, post.retries_post, scene)),
        (translate("Results", "Tried again by"), _named(desk, post.retried_by, scene)),
    )
    parts = [_listed(head)]
    for entry in post.entries:
        parts.append(_of_entry(entry, scene))
        parts += [
            f"{when_text(answer.at, scene.zone, scene.now)}  {_how_heard(answer.what)}\n{_readable(answer.raw)}"
            for answer in desk.outbox.answers(entry.id)
        ]
    return "\n\n".join(parts) + "\n"


def _of_entry(entry: Entry, scene: Scene) -> str:
    names = ", ".join(platform_word(platform) for platform in entry.platforms)
    sent = (
        translate("Results", "by MyPostShare’s scheduler")
        if entry.mode == Mode.SCHEDULED
        else translate("Results", "from this computer")
    )
    rows = (
        (translate("Results", "State"), standing(entry_state(entry), (entry,), scene.now).word),
        (translate("Results", "What happened"), entry_story(entry, scene)),
        (translate("Results", "Time"), f"{when_text(entry.due_at, scene.zone, scene.now)} ({wire_time(entry.due_at)})"),
        (translate("Results", "Sent"), sent),
        (translate("Results", "Times tried"), str(entry.attempts)),
        (translate("Results", "Text"), entry.content),
        (translate("Results", "Media"), entry.media_url),
        (translate("Results", "Reference at MyPostShare"), entry.remote_id),
        (translate("Results", "Status at MyPostShare"), entry.remote_status),
        (translate("Results", "Reference sent along"), entry.token),
        *((platform_word(result.platform), _result(result)) for result in entry.results),
    )
    return f"── {names} ──\n{_listed(rows)}"


def _named(desk: Desk, post_id: int | None, scene: Scene) -> str:
    """A post that this one is tied to, by its time; empty where there is none."""
    words = translate("Results", "the post of {0}")
    post = desk.outbox.post(post_id) if post_id else None
    return words.format(when_text(post.due_at, scene.zone, scene.now)) if post else ""


def _how_heard(what: str) -> str:
    """How an answer came: "found" by looking for the post, or with an HTTP status."""
    if what == "found":
        return translate("Results", "Found by looking for it; MyPostShare says:")
    return translate("Results", "MyPostShare answered ({0}):").format(what)


def _result(result: PlatformResult) -> str:
    return " · ".join(part for part in (result.status, result.external_id, result.detail) if part)


def _listed(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in rows if value)


def _readable(raw: str) -> str:
    """An answer in JSON with its lines broken; anything else as it came."""
    try:
        return json.dumps(json.loads(raw), indent=2, ensure_ascii=False)
    except ValueError:
        return raw


def warned_words(overridden: Sequence[str]) -> str:
    """ "LinkedIn: many hashtags; X (Twitter): a long text", for what `Post.overridden` holds."""
    return "; ".join(_worded(*each.partition(":")[::2]) for each in overridden)


def _worded(platform: str, kind: str) -> str:
    words: dict[str, str] = {
        ProblemKind.TEXT_TOO_LONG: translate("Results", "a long text"),
        ProblemKind.TEXT_LONG_WARN: translate("Results", "a long text"),
        ProblemKind.TEXT_FORBIDDEN_CHARACTERS: translate("Results", "characters that it may refuse"),
        ProblemKind.RESERVED_CHARACTERS: translate("Results", "characters at which it may cut"),
        ProblemKind.HASHTAGS_MANY: translate("Results", "many hashtags"),
        ProblemKind.MENTIONS_MANY: translate("Results", "many mentions"),
        ProblemKind.LINKS_MANY: translate("Results", "many links"),
        ProblemKind.CONTROL_CHARACTERS: translate("Results", "characters that nobody sees"),
        ProblemKind.BIDI_MARKS: translate("Results", "marks that turn the direction of writing"),
        ProblemKind.TITLE_TOO_LONG: translate("Results", "a long title"),
        ProblemKind.TITLE_IGNORED: translate("Results", "a title that it does not show"),
        ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO: translate("Results", "a video without a thumbnail"),
        ProblemKind.MEDIA_FLAWED: translate("Results", "a file that could not be looked at"),
        ProblemKind.MEDIA_TYPE: translate("Results", "a kind of file that it may refuse"),
        ProblemKind.MEDIA_SIZE: translate("Results", "a large file"),
        ProblemKind.MEDIA_WIDTH: translate("Results", "an image or video of another width"),
        ProblemKind.MEDIA_HEIGHT: translate("Results", "an image or video of another height"),
        ProblemKind.MEDIA_PIXELS: translate("Results", "an image with many pixels"),
        ProblemKind.MEDIA_RATIO: translate("Results", "an image or video of another shape"),
        ProblemKind.MEDIA_SECONDS: translate("Results", "a video of another length"),
        ProblemKind.MEDIA_FRAMES: translate("Results", "a video with more or fewer frames a second"),
        ProblemKind.MEDIA_BITRATE: translate("Results", "a video with a high bit rate"),
        ProblemKind.MEDIA_VIDEO_CODEC: translate("Results", "a video of another format"),
        ProblemKind.MEDIA_AUDIO_CODEC: translate("Results", "sound of another format"),
        ProblemKind.DAILY_CAP: translate("Results", "many posts that day"),
        ProblemKind.SAME_TIME: translate("Results", "another post at the same time"),
        ProblemKind.TOO_CLOSE: translate("Results", "another post shortly before or after"),
        ProblemKind.DESTINATION_FIXED: translate("Results", "a destination that can’t be chosen"),
    }
    return f"{platform_word(platform)}: {words.get(kind, kind.replace('_', ' '))}"
