"""The failure of the post that a draft tries again, until its cause in the draft may be gone."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, Qt, Signal

from postdesk.domain.delivery import parse_reason
from postdesk.domain.drafts import Content, Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post, failed_platforms
from postdesk.domain.review import Replacement, replacement_of
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.layouts import column_of, row_of
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import PlainLabel, set_notice_tone, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.entry_stories import StoryContext, platform_story
from postdesk.ui.text.failures import is_of_content
from postdesk.ui.text.names import names
from postdesk.ui.text.post_stories import ended
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import when_text

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class FailedAttempt:
    """A platform that failed, with the time and the reason in words. `of_content`: the text or a file may be the cause."""

    platform: Platform
    when: str
    story: str
    of_content: bool


def failed_attempts(draft: Draft, post: Post, context: StoryContext) -> tuple[FailedAttempt, ...]:
    """Return the failures of the post that the draft tries again; none of a platform whose content has changed since.

    A failure that has another cause than the content stays until the draft is sent.
    """
    if draft.retries_post != post.id and replacement_of(draft, post) is not Replacement.UNSENT:
        return ()
    found = (
        _attempt(entry, Platform(each), context)
        for entry in post.entries
        for each in failed_platforms(entry)
        if each in draft.platforms
    )
    contents = {each: _content(entry, post) for entry in post.entries for each in entry.platforms}
    return tuple(each for each in found if not each.of_content or draft.content_for(each.platform) == contents[each.platform])


def _attempt(entry: Entry, platform: Platform, context: StoryContext) -> FailedAttempt:
    told = next((result.detail for result in entry.results if result.platform == platform), "")
    cause = told or parse_reason(entry.reason)[1]
    when = when_text(entry.due_at, context.zone, context.now)
    return FailedAttempt(platform, when, ended(platform_story(entry, platform, context)), is_of_content(cause))


def _content(entry: Entry, post: Post) -> Content:
    """Return the content as it was written; a title that the platform has no use for was not sent."""
    return Content(entry.written or entry.content, entry.title or post.title, entry.media_url, entry.thumbnail_url)


def failed_attempts_words(attempts: Iterable[FailedAttempt]) -> str:
    """Return the failures, a line for each time and reason."""
    alike: dict[tuple[str, str], list[Platform]] = {}
    for each in attempts:
        alike.setdefault((each.when, each.story), []).append(each.platform)
    words = translate("Composer", "{0} failed, {1}. {2}")
    return "\n".join(words.format(names(tuple(platforms)), when, story) for (when, story), platforms in alike.items())


class FailedAttemptNote(Frame):
    """The failures in words, hidden without any. `result_requested` follows the link to the post in the results."""

    result_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("notice", "composer.failed")
        self._label = PlainLabel(wrap=True, identifier="composer.failed.text")
        set_tone(self._label, Tone.ATTENTION)
        icon = IconLabel(theme, "triangle-alert", Tone.ATTENTION)
        words = self.tr("Show the result")
        self._show = Button(theme, words, "composer.failed.show", role="link", on_click=self.result_requested)
        row = row_of(icon, self._label, grow=self._label)
        row.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        links = row_of(self._show, margins=(19, 0, 0, 0))
        links.setAlignment(self._show, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(column_of(row, links, margins=(12, 8, 8, 3), spacing=2))
        set_notice_tone(self, Tone.ATTENTION)
        self.hide()

    def show_attempts(self, attempts: tuple[FailedAttempt, ...]) -> None:
        """Show these failures."""
        words = failed_attempts_words(attempts)
        if words and words != self._label.text():
            self._label.setText(words)
        self.setVisible(bool(words))
