"""Texts about the open draft: its origin, the platforms' own values, and the counts of the text."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.approval import Approval
from postdesk.domain.drafts import Draft, DraftField
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.limits import Bound, Measure, PostPart, Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostState
from postdesk.domain.recall import recallable_entries
from postdesk.domain.review import DraftReview, Replacement, ReviewContext, replacement_of
from postdesk.domain.state_groups import UNSENT_STATES
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import beginning, head, names, number, short_name
from postdesk.ui.text.states import Tone, approval_story
from postdesk.ui.text.times import clock_text, when_text

translate = QCoreApplication.translate

_SOON = timedelta(hours=1)
_TITLE = 40
_GOING_OUT = UNSENT_STATES | {PostState.LOCKED, PostState.SENDING}


_NEAR: Final = 0.8
_DISCARD: Final = QT_TRANSLATE_NOOP("Composer", "Discard changes")
_MAKE_NEW: Final = QT_TRANSLATE_NOOP("Composer", "Make a new post")
_ORIGIN_ACTIONS: Final = {
    Replacement.SCHEDULED: _DISCARD,
    Replacement.UNSENT: _DISCARD,
    Replacement.TOO_LATE: _MAKE_NEW,
    Replacement.CANCELLED: _MAKE_NEW,
}
_FIELD_NAMES: Final = {
    DraftField.TEXT: QT_TRANSLATE_NOOP("Composer", "text"),
    DraftField.TITLE: QT_TRANSLATE_NOOP("Composer", "title"),
    DraftField.MEDIA_URL: QT_TRANSLATE_NOOP("Composer", "media link"),
    DraftField.THUMBNAIL_URL: QT_TRANSLATE_NOOP("Composer", "cover link"),
    DraftField.DUE_AT: QT_TRANSLATE_NOOP("Composer", "time"),
}
_COUNTED: Final = {
    Measure.HASHTAGS: (QT_TRANSLATE_NOOP("Composer", "{0} hashtag"), QT_TRANSLATE_NOOP("Composer", "{0} hashtags")),
    Measure.MENTIONS: (QT_TRANSLATE_NOOP("Composer", "{0} mention"), QT_TRANSLATE_NOOP("Composer", "{0} mentions")),
    Measure.LINKS: (QT_TRANSLATE_NOOP("Composer", "{0} link"), QT_TRANSLATE_NOOP("Composer", "{0} links")),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence or more, with a tone."""

    text: str
    tone: Tone = Tone.NEUTRAL


def origin_remark(draft: Draft, post: Post, zone: ZoneInfo, now: datetime) -> Remark | None:
    """Return the remark about the post that a draft changes, repairs or was copied from; None if there is none."""
    when = when_text(post.due_at, zone, now)
    match replacement_of(draft, post):
        case Replacement.SCHEDULED:
            return _with_effect_of_edit(_editing_remark(post, zone, now), post)
        case Replacement.UNSENT:
            return Remark(translate("Composer", "Replaces the unsent post of {0}.").format(when), Tone.ACCENT)
        case Replacement.TOO_LATE:
            words = translate("Composer", "Too late. The post of {0} can’t be edited any more. Your changes are kept here.")
            return Remark(words.format(when), Tone.ATTENTION)
        case Replacement.CANCELLED:
            words = translate("Composer", "The post of {0} was cancelled. Your changes are kept here and won’t go out.")
            return Remark(words.format(when), Tone.ATTENTION)
    if draft.retries_post == post.id:
        return _repairing_remark(draft, post, when)
    if post.state in _GOING_OUT and draft.replaces_post is None:
        words = translate("Composer", "The original still goes out {0}; this will be a second post.")
        return Remark(words.format(when), Tone.ATTENTION)
    return None


def _editing_remark(post: Post, zone: ZoneInfo, now: datetime) -> Remark:
    """Return the note that the post stays scheduled as it was; a warning if the last chance to save is near."""
    when = when_text(post.due_at, zone, now)
    last = min(entry.lock_in_at or entry.due_at for entry in recallable_entries(post))
    if last - now > _SOON:
        return Remark(
            translate("Composer", "Editing the post scheduled for {0}. Until you save, it stays as it was.").format(when),
            Tone.ACCENT,
        )
    words = translate("Composer", "Editing the post scheduled for {0}. Save before {1}. After that it can’t be edited.")
    return Remark(words.format(when, clock_text(last, zone)), Tone.ATTENTION)


def with_approval(remark: Remark | None, post: Post) -> Remark | None:
    """Return the remark with the post's approval added, if it matters."""
    return _with_sentence(remark, approval_story(post)) if remark else None


def _with_effect_of_edit(remark: Remark, post: Post) -> Remark:
    """Return the remark with the effect of an edit on the approval added."""
    approved = post.approval.state is Approval.APPROVED
    words = translate("Composer", "The client approved it. A new text, file or time needs approval again.")
    return _with_sentence(remark, words if approved else approval_story(post))


def _with_sentence(remark: Remark, words: str) -> Remark:
    return replace(remark, text=f"{remark.text.removesuffix('.')}. {words}") if words else remark


def template_remark(template: Draft) -> Remark:
    """Return the note that the draft is a template."""
    words = translate("Composer", "Template “{0}” for new drafts. It has no time and is never published.")
    return Remark(words.format(template.template), Tone.ACCENT)


def _repairing_remark(draft: Draft, post: Post, when: str) -> Remark:
    """Return the remark about the post that is repaired, whose published part stays."""
    words = translate("Composer", "Retries {0} from “{2}”, the post of {1}.")
    if set(post.platforms) - set(draft.platforms):
        words = translate("Composer", "Retries {0} from “{2}”, the post of {1}. The rest of that post stays as it is.")
    title = beginning(head(post.text or post.title), _TITLE)
    return Remark(words.format(names(draft.platforms), when, title), Tone.ACCENT)


def origin_action(replacement: Replacement) -> str:
    """Return the words of the action on the post that a draft changes; empty if there is none."""
    return translate("Composer", _ORIGIN_ACTIONS[replacement]) if replacement in _ORIGIN_ACTIONS else ""


def draft_field_word(field: DraftField) -> str:
    """Return the name of a field."""
    return translate("Composer", _FIELD_NAMES[field])


def own_fields_words(fields: Sequence[DraftField]) -> str:
    """Return the names of a platform's own fields: "its own text, title and time"; empty if there are none."""
    words = [draft_field_word(field) for field in fields]
    if not words:
        return ""
    listed = words[0]
    if len(words) > 1:
        listed = translate("Composer", "{0} and {1}").format(", ".join(words[:-1]), words[-1])
    return translate("Composer", "its own {0}").format(listed)


def own_or_shared_words(platform: Platform, fields: Sequence[DraftField]) -> str:
    """Return the sentence about the platform's own fields, or that it uses the shared ones."""
    name = short_name(platform)
    if fields:
        return translate("Composer", "{0} has {1}.").format(name, own_fields_words(fields))
    return translate("Composer", "{0} uses the shared text. Edits here apply to {0} only.").format(name)


def platform_time_words(platform: Platform, *, own: bool) -> str:
    """Return the sentence about the platform's time: its own or the shared one."""
    words = translate("Composer", "{0} has its own time.") if own else translate("Composer", "{0} goes out at the shared time.")
    return words.format(short_name(platform))


def other_platforms_words(draft: Draft, field: DraftField) -> str:
    """Return the draft's platforms that have their own value of this field; empty if none does."""
    having = {variant.platform for variant in draft.variants if field in variant.own}
    others = tuple(platform for platform in draft.platforms if platform in having)
    words = translate("Composer", "{0}: their own") if len(others) > 1 else translate("Composer", "{0}: its own")
    return words.format(names(others)) if others else ""


def share_words(field: DraftField) -> str:
    """Return the words of the action that shares a platform's field again."""
    return translate("Composer", "Use the shared {0}").format(draft_field_word(field))


def tally_texts(review: DraftReview, platform: Platform | None, measures: ReviewContext) -> tuple[str, ...]:
    """Return the counts of the platform's text, or of the shared one, in more and in fewer words, the longest first.

    "214 characters · 6 hashtags (Instagram: 5) · 1 link", …, "214 · 6 hashtags · …", "214".
    """
    text = review.draft.text_for(platform) if platform else review.draft.text
    if not text:
        return ("",)
    tally = measures.counter.tally(text)
    counts = {Measure.HASHTAGS: tally.hashtags, Measure.MENTIONS: tally.mentions, Measure.LINKS: len(tally.links)}
    present = {measure: count for measure, count in counts.items() if count}
    plain = [_counted(measure, count) for measure, count in present.items()]
    limits = [_limit(measure, count, review, platform) for measure, count in present.items()]
    length, bare = _length(text, review, platform), _bare_length(text, review, platform)
    fewer = ((bare, *plain[:count], "…") for count in range(len(plain) - 1, 0, -1))
    full = (length, *map("".join, zip(plain, limits, strict=True)))
    return tuple(map(" · ".join, (full, (length, *plain), (bare, *plain), *fewer, (bare,))))


def _length(text: str, review: DraftReview, platform: Platform | None) -> str:
    if platform and (assessment := review.assessment(platform)):
        return translate("Composer", "{0} of {1}").format(number(assessment.count), number(assessment.limit))
    return (translate("Composer", "{0} character") if len(text) == 1 else translate("Composer", "{0} characters")).format(
        number(len(text))
    )


def _bare_length(text: str, review: DraftReview, platform: Platform | None) -> str:
    assessment = review.assessment(platform) if platform else None
    return number(assessment.count if assessment else len(text))


def _counted(measure: Measure, count: int) -> str:
    one, many = _COUNTED[measure]
    return translate("Composer", one if count == 1 else many).format(number(count))


def _limit(measure: Measure, count: int, review: DraftReview, platform: Platform | None) -> str:
    """Return the lowest limit of the platforms with this text, and the platform, if the count comes near the limit."""
    found = min(_limits(measure, review, platform), default=None)
    return f" ({short_name(found[1])}: {number(found[0])})" if found and count >= _NEAR * found[0] else ""


def _limits(measure: Measure, review: DraftReview, platform: Platform | None) -> Iterator[tuple[float, Platform]]:
    own = {variant.platform for variant in review.draft.variants if variant.text is not None}
    for each, assessment in review.assessments:
        gets_it = each is platform if platform else each not in own
        for limit in assessment.rules.of(PostPart.TEXT, measure) if gets_it else ():
            if limit.bound is Bound.ABOVE and limit.severity is not Severity.HINT:
                yield limit.value, each
