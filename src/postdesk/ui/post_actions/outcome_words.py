"""The words of what an action did, or asks before it: they name the post and its client."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.delivery import Event, can_happen
from postdesk.domain.posts import Post
from postdesk.domain.recall import live_entries
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.post_actions.open_warning import unsent_entries
from postdesk.ui.text.names import accounts_words, beginning, names

translate = QCoreApplication.translate

_LONGEST: Final = 40


def publish_question(session: WorkspaceSession, post: Post, warning: str = "") -> str:
    """Return the question before an unsent post is published, with the open warning."""
    question = _about(session, post, translate("PostActions", "Publish now to {2} for {0}? “{1}”"), _unsent_accounts(post))
    return " ".join(filter(None, (question, warning)))


def published_words(session: WorkspaceSession, post: Post) -> str:
    """Return the report of an unsent post that is being published."""
    return _about(session, post, translate("PostActions", "Publishing now for {0} to {2}: “{1}”"), _unsent_accounts(post))


def sent_again_words(session: WorkspaceSession, post: Post, entry_id: int) -> str:
    """Return the report of an entry that is sent again."""
    return _about(session, post, translate("PostActions", "Sending again for {0} to {2}: “{1}”"), _platforms(post, entry_id))


def released_words(session: WorkspaceSession, post: Post) -> str:
    """Return the report of a post whose sending is tried again."""
    return _about(session, post, translate("PostActions", "Trying again for {0}: “{1}”"))


def locking_in_words(session: WorkspaceSession, post: Post) -> str:
    """Return the report of a post that is being locked in."""
    words = translate(
        "PostActions", "Locking in for {0}: “{1}”. After that it goes out by itself, and can’t be edited or cancelled."
    )
    return _about(session, post, words)


def cancelled_words(session: WorkspaceSession, post: Post) -> str:
    """Return the report of a post whose unsent part, or all of it, was cancelled."""
    words = translate("PostActions", "Cancelled for {0}: “{1}”. It won’t go out. The text is kept.")
    if not all(can_happen(entry.state, Event.USER_CANCELS) for entry in live_entries(post)):
        words = translate("PostActions", "Cancelled for {0}: “{1}”. What isn’t sent yet won’t go out. The text is kept.")
    return _about(session, post, words)


def not_there_words(session: WorkspaceSession, post: Post) -> str:
    """Return the report of a post that is a draft again, since it isn't there."""
    words = translate(
        "PostActions", "Moved to the drafts for {0}: “{1}”. Postdesk tells you if the post was published after all."
    )
    return _about(session, post, words)


def seen_question(session: WorkspaceSession, post: Post, entry_id: int) -> str:
    """Return the question before an entry is recorded as published for good."""
    words = translate("PostActions", "Is “{1}” there on {2} for {0}? This answer can’t be undone.")
    return _about(session, post, words, _platforms(post, entry_id))


def seen_words(session: WorkspaceSession, post: Post, entry_id: int) -> str:
    """Return the report of an entry that was recorded as published."""
    words = translate("PostActions", "Recorded as published for {0} on {2}: “{1}”")
    return _about(session, post, words, _platforms(post, entry_id))


def unsent_count(post: Post) -> int:
    """Return the number of accounts to which the post goes where it is published now."""
    return sum(len(entry.platforms) for entry in unsent_entries(post))


def _unsent_accounts(post: Post) -> str:
    return accounts_words(unsent_count(post))


def _platforms(post: Post, entry_id: int) -> str:
    return names(platform for entry in post.entries if entry.id == entry_id for platform in entry.platforms)


def _about(session: WorkspaceSession, post: Post, words: str, part: str = "") -> str:
    """Return `words` with the client's name for {0}, the post's first words for {1}, and `part` for {2}."""
    client = session.clients.get(post.client_id)
    return words.format(client.name if client else "", beginning(post.text or post.title, _LONGEST), part)
