"""The reason why a post or an account needs attention, in a sentence or two."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.attention import AttentionItem, AttentionKind
from postdesk.domain.overview import AccountState
from postdesk.domain.posts import effective_entries, platform_state
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.entry_stories import StoryContext
from postdesk.ui.text.names import one_line, short_name
from postdesk.ui.text.post_stories import ended, post_story
from postdesk.ui.text.states import post_word
from postdesk.ui.text.times import when_text

translate = QCoreApplication.translate

_ACCOUNTS: Final = {
    AccountState.RECONNECT: QT_TRANSLATE_NOOP("Attention", "{0} needs reconnecting. Posts wait for it."),
    AccountState.MISSING: QT_TRANSLATE_NOOP("Attention", "{0}: no account connected. Posts wait for it."),
    AccountState.OTHER_ACCOUNT: QT_TRANSLATE_NOOP(
        "Attention", "{0}: a different account is connected. Posts wait for your answer."
    ),
}


def attention_head(item: AttentionItem) -> str:
    """Return the first words of the item's post on one line."""
    return one_line(item.post.text) or one_line(item.post.title) or translate("Attention", "Post without text")


def attention_words(item: AttentionItem, context: StoryContext) -> str:
    """Return what happened, the state first: "Missed yesterday 08:00. Not sent: Postdesk was not running, …"."""
    if item.account:
        return translate("Attention", _ACCOUNTS[item.account.state]).format(short_name(item.account.platform))
    entries = effective_entries(item.post.entries)
    states = [platform_state(entry, platform) for entry in entries for platform in entry.platforms]
    word = post_word(item.post.state, states)
    if item.kind is AttentionKind.MISSED:
        word = translate("Attention", "{0} {1}").format(word, when_text(item.post.due_at, context.zone, context.now))
    return " ".join(part for part in (ended(word), post_story(item.post, context)) if part)


def others_words(count: int) -> str:
    """Return the number of items of other clients than the one in scope, of which nothing needs attention."""
    return translate("Attention", "Others need attention: {0}").format(QLocale().toString(count))
