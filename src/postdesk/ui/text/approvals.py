"""The words and icons of the client's word on a post."""

from PySide6.QtCore import QCoreApplication

from postdesk.domain.approval import Approval, Word
from postdesk.domain.posts import Post, PostState
from postdesk.domain.state_groups import STILL_HERE
from postdesk.engine.approvals import Marked
from postdesk.ui.text.words import Tone

translate = QCoreApplication.translate

_MATTERS = STILL_HERE | {PostState.MISSED}


def shown_approval(approval: Approval, state: PostState | None) -> Approval:
    """The client's word as long as it matters: what is out of our hands waits for none."""
    return approval if state in _MATTERS else Approval.NONE


def approval_word(approval: Approval) -> str:
    """In a word or three; empty where nobody asked."""
    words = {
        Approval.WAITING: translate("Approval", "Waiting for the client"),
        Approval.APPROVED: translate("Approval", "Approved"),
    }
    return words.get(approval, "")


def approval_icon(approval: Approval) -> str:
    """The Lucide name of its icon."""
    return {Approval.WAITING: "message-circle", Approval.APPROVED: "thumbs-up"}.get(approval, "")


def approval_tone(approval: Approval) -> Tone:
    """Amber where somebody has to ask."""
    return Tone.ATTENTION if approval is Approval.WAITING else Tone.GOOD


def approval_story(post: Post) -> str:
    """What the client said of a post, as a sentence; empty where it doesn't matter."""
    match shown_approval(post.word.approval, post.state):
        case Approval.WAITING if changed_since(post.word):
            return translate("Approval", "Changed since the client approved it: waiting for the client again.")
        case Approval.WAITING:
            return translate("Approval", "Waiting for the client.")
        case Approval.APPROVED:
            return translate("Approval", "Approved by the client.")
        case _:
            return ""


def changed_since(word: Word) -> bool:
    """Whether the client approved what it was before."""
    return word.approval is Approval.WAITING and bool(word.given_for)


def marked_words(marked: Marked) -> str:
    """What an act on several posts wrote down."""
    count = len(marked.before)
    if not count:
        return translate("Approval", "Nothing was changed: it is so already, or can’t be changed any more.")
    if marked.approval is Approval.APPROVED:
        words = translate("Approval", "{0} posts are approved.") if count > 1 else translate("Approval", "Approved.")
    else:
        words = (
            translate("Approval", "{0} posts wait for the client.")
            if count > 1
            else translate("Approval", "Waits for the client.")
        )
    return words.format(count)
