"""The composer's words: what becomes of a draft when, and of the post that it changes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.approval import Approval
from postdesk.domain.drafts import Draft
from postdesk.domain.posts import Post, PostState
from postdesk.domain.review import Replacement, replacement_of
from postdesk.domain.state_groups import STILL_HERE
from postdesk.domain.taking_back import not_sent
from postdesk.ui.text.approvals import approval_story
from postdesk.ui.text.names import head, names
from postdesk.ui.text.words import Tone, clock_text, when_text

translate = QCoreApplication.translate

_SOON = timedelta(hours=1)
_TITLE = 40
_GOING_OUT = STILL_HERE | {PostState.LOCKED, PostState.SENDING}


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence and its tone."""

    text: str
    tone: Tone = Tone.NEUTRAL


def origin_remark(draft: Draft, post: Post, zone: ZoneInfo, now: datetime) -> Remark | None:
    """What is to be known of the post that a draft changes, repairs or was copied from; None where there is nothing."""
    when = when_text(post.due_at, zone, now)
    match replacement_of(draft, post):
        case Replacement.SCHEDULED:
            return _with_what_an_edit_does(_editing_remark(post, zone, now), post)
        case Replacement.UNSENT:
            return Remark(
                translate("Composer", "Takes the place of the post of {0}, which was not sent.").format(when), Tone.ACCENT
            )
        case Replacement.TOO_LATE:
            words = translate(
                "Composer", "The post of {0} is out of our hands by now: it goes out as it was. Your changes are kept here."
            )
            return Remark(words.format(when), Tone.ATTENTION)
        case Replacement.CALLED_OFF:
            words = translate(
                "Composer", "The post of {0} was cancelled. Your changes are kept here, and nothing of them goes out."
            )
            return Remark(words.format(when), Tone.ATTENTION)
    if draft.retries_post == post.id:
        return _repairing_remark(draft, post, when)
    if post.state in _GOING_OUT and draft.replaces_post is None:
        words = translate("Composer", "The original still goes out {0}; this will be a second post.")
        return Remark(words.format(when), Tone.ATTENTION)
    return None


def _editing_remark(post: Post, zone: ZoneInfo, now: datetime) -> Remark:
    """That it is scheduled as it was meanwhile; with a warning where that soon can't be helped any more."""
    when = when_text(post.due_at, zone, now)
    last = min(entry.lock_in_at or entry.due_at for entry in not_sent(post))
    if last - now > _SOON:
        return Remark(
            translate("Composer", "Editing the post scheduled for {0}. Until you save, it stays as it was.").format(when),
            Tone.ACCENT,
        )
    words = translate("Composer", "Editing the post scheduled for {0}. Save before {1}: it leaves our hands then, as it was.")
    return Remark(words.format(when, clock_text(last, zone)), Tone.ATTENTION)


def with_word(remark: Remark | None, post: Post) -> Remark | None:
    """With what the client said of the post, where that matters."""
    return _followed(remark, approval_story(post)) if remark else None


def _with_what_an_edit_does(remark: Remark, post: Post) -> Remark:
    """With what a change means for the client's word."""
    approved = post.word.approval is Approval.APPROVED
    words = translate("Composer", "The client approved it: another text, file or time asks them again.")
    return _followed(remark, words if approved else approval_story(post))


def _followed(remark: Remark, words: str) -> Remark:
    return replace(remark, text=f"{remark.text.removesuffix('.')}. {words}") if words else remark


def template_remark(template: Draft) -> Remark:
    """That it is a template, and what that means."""
    words = translate("Composer", "Template “{0}”: drafts are made from it. It has no time and is never posted.")
    return Remark(words.format(template.template), Tone.ACCENT)


def _repairing_remark(draft: Draft, post: Post, when: str) -> Remark:
    """Which post it repairs, and for which platforms: what is up of that one stays as it is."""
    words = translate("Composer", "Tries again for {0} what failed of the post of {1}: “{2}”.")
    if set(post.platforms) - set(draft.platforms):
        words = translate(
            "Composer", "Tries again for {0} what failed of the post of {1}: “{2}”. The rest of that post stays as it is."
        )
    title = head(post.text or post.title)
    return Remark(
        words.format(names(draft.platforms), when, title if len(title) <= _TITLE else f"{title[:_TITLE]}…"), Tone.ACCENT
    )


def origin_action(changing: Replacement) -> str:
    """What can be done about the post that a draft changes, in words; empty for nothing."""
    match changing:
        case Replacement.SCHEDULED | Replacement.UNSENT:
            return translate("Composer", "Discard changes")
        case Replacement.TOO_LATE | Replacement.CALLED_OFF:
            return translate("Composer", "Make a new post of it")
        case Replacement.NOTHING:
            return ""
