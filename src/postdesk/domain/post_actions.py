"""The actions that a post allows in its state, as a whole or on one of its platforms."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Final

from postdesk.domain.approval import Approval
from postdesk.domain.delivery import Hold, Stage, State, stage_of
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.lock_in import can_be_locked_in
from postdesk.domain.posts import (
    Entry,
    Post,
    PostOrigin,
    PostState,
    effective_entries,
    entry_state,
    may_be_another,
    platforms_to_retry,
)
from postdesk.domain.recall import RECALLABLE_STATES, deniable_entries, is_undoable, recallable_entries
from postdesk.domain.state_groups import NEEDS_ATTENTION, UNSENT_STATES, StateGroup


class Action(StrEnum):
    """The kind of an action on a post. The value names its button: `results.action.<value>`."""

    CHECK_PROFILE = "look"
    SAW_IT = "saw_it"
    SEND_AGAIN = "send_again"
    ANOTHER_POST = "another_post"
    ASK_LATER = "ask_later"
    DECIDE = "decide"
    DELETED = "deleted"
    RESUME_ALL = "resume_all"
    OPEN = "open"
    COPY_LINK = "copy_link"
    RECONNECT = "reconnect"
    CHECK_ACCOUNT = "check_account"
    CHECK_KEY = "check_key"
    RESUME = "resume"
    RELEASE = "let_go"
    SHOW_PLATFORMS = "show_platforms"
    PUBLISH_NOW = "publish_now"
    EDIT = "edit"
    NEW_TIME = "new_time"
    LOCK_IN = "lock_in"
    UNDO = "undo"
    RETRY = "retry"
    SHOW_RETRY = "show_retry"
    CHECK_NOW = "check_now"
    COPY = "copy"
    BACK_TO_DRAFT = "back_to_draft"
    NOT_THERE = "not_there"
    CANCEL = "cancel"
    APPROVE = "approve"
    ASK_CLIENT = "ask_client"
    DETAILS = "details"


@dataclass(frozen=True, slots=True)
class PostAction:
    """An action that can be done now. `entry_id` is 0 and `platform` empty where it applies to the whole post.

    `unsent_only`: it applies to the unsent rest of a partly sent post. `menu_only`: it is shown in the menu only, not as a
    button.
    """

    kind: Action
    post_id: int
    client_id: int
    entry_id: int = 0
    platform: str = ""
    external_id: str = ""
    primary: bool = False
    unsent_only: bool = False
    menu_only: bool = False


_NEVER_SENT: Final = frozenset({State.PLANNED, State.QUEUED, State.MISSED})
"""The states in which nothing was sent."""

_ASKING: Final = frozenset({PostState.TO_DECIDE, PostState.RECEIVED, PostState.CHECKING})

_ABOUT_ENTRY: Final = {
    PostState.TO_DECIDE: (Action.CHECK_PROFILE, Action.SAW_IT, Action.SEND_AGAIN, Action.ASK_LATER),
    PostState.RECEIVED: (Action.CHECK_PROFILE, Action.SAW_IT),
    PostState.CHECKING: (Action.CHECK_PROFILE,),
    PostState.CONTRADICTORY: (Action.CHECK_PROFILE,),
    PostState.UNKNOWN: (Action.CHECK_PROFILE,),
    PostState.PROCESSING: (Action.CHECK_PROFILE,),
    PostState.CONFIRMED: (Action.CHECK_PROFILE,),
}
_APPROVAL_ACTIONS: Final = (Action.APPROVE, Action.ASK_CLIENT)
"""The actions that set the approval."""

_LAST: Final = (*_APPROVAL_ACTIONS, Action.COPY, Action.CANCEL)

_ABOUT_POST: Final = {
    PostState.TO_DECIDE: (Action.NOT_THERE, Action.BACK_TO_DRAFT, Action.CHECK_NOW, Action.COPY, Action.CANCEL),
    PostState.CONTRADICTORY: (Action.CHECK_NOW, Action.RETRY, Action.SHOW_RETRY, Action.COPY, Action.CANCEL),
    PostState.RECEIVED: (Action.CHECK_NOW, Action.COPY, Action.CANCEL),
    PostState.CHECKING: (Action.CHECK_NOW, Action.COPY, Action.CANCEL),
    PostState.MISSED: (Action.PUBLISH_NOW, Action.NEW_TIME, Action.BACK_TO_DRAFT, *_LAST),
    PostState.REJECTED: (Action.EDIT, Action.RETRY, Action.SHOW_RETRY, Action.BACK_TO_DRAFT, Action.COPY, Action.CANCEL),
    PostState.FAILED: (Action.RETRY, Action.SHOW_RETRY, Action.COPY),
    PostState.PARTIAL: (Action.RETRY, Action.SHOW_RETRY, Action.COPY),
    PostState.HELD: (Action.EDIT, Action.BACK_TO_DRAFT, *_LAST),
    PostState.SENDING: (Action.CANCEL,),
    PostState.QUEUED: (Action.BACK_TO_DRAFT, Action.COPY, Action.CANCEL),
    PostState.SCHEDULED: (Action.EDIT, Action.LOCK_IN, Action.PUBLISH_NOW, Action.BACK_TO_DRAFT, *_LAST),
    PostState.NEEDS_THIS_COMPUTER: (Action.EDIT, Action.PUBLISH_NOW, Action.BACK_TO_DRAFT, *_LAST),
    PostState.LOCKED: (Action.COPY, Action.CHECK_NOW),
    PostState.PROCESSING: (Action.CHECK_NOW, Action.COPY),
    PostState.UNKNOWN: (Action.CHECK_NOW, Action.COPY),
}
_BY_HOLD: Final = {
    Hold.ACCOUNT_CHANGED: Action.CHECK_ACCOUNT,
    Hold.KEY_REJECTED: Action.CHECK_KEY,
    Hold.REFUSED_PERMISSION: Action.RESUME,
    Hold.OFFLINE: Action.RESUME,
    Hold.STORAGE: Action.RESUME,
    Hold.CHANGED: Action.RELEASE,
    Hold.EARLIER_UNCLEAR: Action.RESUME,
    Hold.PAUSED: Action.RESUME_ALL,
}
_MAY_BE_UP: Final = (Hold.RESTORED, Hold.EARLIER_PUBLISHED, Hold.EARLIER_MISSING)
"""Holds that ask for a look at the profile first: a release may publish the post twice."""
_PRIMARY: Final = frozenset(_BY_HOLD.values()).union(
    (
        Action.CHECK_PROFILE,
        Action.SHOW_PLATFORMS,
        Action.RECONNECT,
        Action.APPROVE,
        Action.OPEN,
        Action.RETRY,
        Action.PUBLISH_NOW,
        Action.EDIT,
        Action.DECIDE,
    )
)
_OF_THE_REST: Final = frozenset({Action.CANCEL, Action.PUBLISH_NOW, Action.EDIT, Action.NEW_TIME, Action.BACK_TO_DRAFT})


def pressing_entries(post: Post) -> tuple[Entry, ...]:
    """Return the entries that make the post's state; for a partly published post those that failed."""
    wanted = {post.state, PostState.FAILED} if post.state == PostState.PARTIAL else {post.state}
    return tuple(entry for entry in effective_entries(post.entries) if entry_state(entry) in wanted)


@dataclass(frozen=True, slots=True)
class ActionContext:
    """Facts beside the post's states that decide on its actions.

    `to_reconnect`: the client's platforms that can't be posted to. `postponed`: entries whose question was put off. `late`:
    MyPostShare should have published the post a while ago. `approval`: the client's posts need approval. `confirmed_platforms`:
    the client's platforms with an account that the user confirmed.
    """

    to_reconnect: frozenset[str] = frozenset()
    postponed: frozenset[int] = frozenset()
    late: bool = False
    approval: bool = False
    confirmed_platforms: frozenset[str] = frozenset()


def post_actions(post: Post, context: ActionContext) -> tuple[PostAction, ...]:
    """Return the actions of a post, the most useful first."""
    about = pressing_entries(post)
    undo = [_action(Action.UNDO, post)] if any(map(is_undoable, effective_entries(post.entries))) else []
    first: list[PostAction] = []
    reconnect = [_action(Action.RECONNECT, post, platform=each) for each in _missing(post, context)]
    acts = [_about_post(act, post) for act in _ABOUT_POST.get(post.state, (Action.COPY,)) if _possible(act, post)]
    if len(about) > 1 and post.state in _ASKING:
        first.append(_action(Action.SHOW_PLATFORMS, post))
    elif about and post.state not in StateGroup.FAILED.value:
        shown = effective_entries(post.entries) if post.state == PostState.PUBLISHED else about[:1]
        first += _calm([action for entry in shown for action in _about_entry(post, entry, context)])
    else:
        first += [
            action for entry in about if _asks_about_account(entry, context) for action in _about_state(post, entry, context)
        ]
        acts += _calm([action for entry in effective_entries(post.entries) for action in _about_out(post, entry)])
    before, after = ([], reconnect) if post.state in _ASKING else (reconnect, [])
    actions = _ordered([*undo, *before, *first, *after, *acts, _action(Action.DETAILS, post)], post)
    if context.approval or _has_approval(post):
        return actions
    return tuple(replace(each, menu_only=True) if each.kind in _APPROVAL_ACTIONS else each for each in actions)


def platform_actions(post: Post, entry: Entry, platform: str, context: ActionContext) -> tuple[PostAction, ...]:
    """Return the actions of one platform of a post."""
    first = [_action(Action.RECONNECT, post, platform=platform)] if platform in _missing(post, context) else []
    about = [action for action in _about_entry(post, entry, context) if action.platform in ("", platform)]
    failed = entry_state(entry) in (PostState.FAILED, PostState.REJECTED) and _possible(Action.RETRY, post)
    retry = [_about_post(Action.RETRY, post)] if failed else []
    undo = [_action(Action.UNDO, post, entry)] if is_undoable(entry) else []
    return _ordered([*undo, *first, *about, *retry, _action(Action.DETAILS, post, entry)], post)


def _has_approval(post: Post) -> bool:
    """Tell whether the post has an approval or waits for one, whatever the client's setting is for other posts."""
    return post.approval.state != Approval.NONE or any(
        entry.hold == Hold.NOT_APPROVED for entry in effective_entries(post.entries)
    )


def _missing(post: Post, context: ActionContext) -> list[str]:
    """Return the platforms to reconnect for entries that still wait here, or that failed."""
    waiting = UNSENT_STATES | {PostState.FAILED, PostState.MISSED, PostState.REJECTED}
    held = {
        platform for entry in effective_entries(post.entries) if entry.hold == Hold.NOT_CONNECTED for platform in entry.platforms
    }
    named = [
        platform for entry in effective_entries(post.entries) if entry_state(entry) in waiting for platform in entry.platforms
    ]
    return [platform for platform in dict.fromkeys(named) if platform in context.to_reconnect or platform in held]


def _asks_about_account(entry: Entry, context: ActionContext) -> bool:
    """Tell whether the entry was missed because another account answered, which is still not confirmed."""
    held = entry.state == State.MISSED and entry.hold == Hold.ACCOUNT_CHANGED
    return held and not context.confirmed_platforms.issuperset(entry.platforms)


def _about_entry(post: Post, entry: Entry, context: ActionContext) -> list[PostAction]:
    return _about_state(post, entry, context) + _about_found(post, entry)


def _about_found(post: Post, entry: Entry) -> list[PostAction]:
    return [_action(Action.ANOTHER_POST, post, entry)] if may_be_another(entry) else []


def _about_state(post: Post, entry: Entry, context: ActionContext) -> list[PostAction]:
    state = entry_state(entry)
    if state in (PostState.PUBLISHED, PostState.PARTIAL):
        return _about_published(post, entry)
    if state == PostState.TO_DELETE:
        return [*_about_published(post, entry), _action(Action.DELETED, post, entry)]
    if _asks_about_account(entry, context):
        return [_action(Action.CHECK_ACCOUNT, post, entry)]
    if state == PostState.HELD and entry.hold == Hold.MEDIA:
        return [_about_post(Action.EDIT, post), _action(Action.RELEASE, post, entry)]
    if state == PostState.HELD and entry.hold == Hold.NOT_APPROVED:
        return [_about_post(Action.APPROVE, post)]
    if state == PostState.HELD and entry.hold in _MAY_BE_UP:
        return [_action(Action.CHECK_PROFILE, post, entry), _action(Action.RELEASE, post, entry)]
    if state == PostState.HELD and entry.hold in _BY_HOLD:
        return [_action(_BY_HOLD[entry.hold], post, entry)]
    if state == PostState.TO_DECIDE and entry.id in context.postponed:
        return [_action(Action.DECIDE, post, entry)]
    if state == PostState.LOCKED and context.late:
        return [_action(Action.CHECK_PROFILE, post, entry)]
    return [_action(act, post, entry) for act in _ABOUT_ENTRY.get(state, ())]


def _about_out(post: Post, entry: Entry) -> list[PostAction]:
    """Return the actions to view the published parts of a partly failed post, and a match that may be another post."""
    out = entry_state(entry) in (PostState.PUBLISHED, PostState.PARTIAL, PostState.TO_DELETE)
    return (_about_state(post, entry, ActionContext()) if out else []) + _about_found(post, entry)


def _about_published(post: Post, entry: Entry) -> list[PostAction]:
    """Return actions to open each published platform by its post id, or its profile where the service gave no id."""
    actions = []
    ids = {result.platform: result.external_id for result in entry.results if stage_of(result.status) == Stage.PUBLISHED}
    for platform in ids or entry.platforms:
        found = ids.get(platform, "")
        actions.append(_action(Action.OPEN if found else Action.CHECK_PROFILE, post, entry, platform, found))
        if found:
            actions.append(_action(Action.COPY_LINK, post, entry, platform, found))
    return actions


def _calm(actions: list[PostAction]) -> list[PostAction]:
    """Return the actions without those to copy a link, where there are several: each platform has its own."""
    alike = [action for action in actions if action.kind == Action.COPY_LINK]
    return actions if len(alike) < 2 else [action for action in actions if action.kind != Action.COPY_LINK]


def _possible(act: Action, post: Post) -> bool:
    entries = effective_entries(post.entries)
    if post.origin == PostOrigin.ELSEWHERE:
        return act == Action.CHECK_NOW
    match act:
        case Action.BACK_TO_DRAFT if post.state == PostState.QUEUED:
            return all(entry.state in _NEVER_SENT for entry in entries) and not any(map(is_undoable, entries))
        case Action.EDIT | Action.NEW_TIME | Action.BACK_TO_DRAFT:
            return bool(recallable_entries(post)) and not (post.retried_by or _possible(Action.RETRY, post))
        case Action.NOT_THERE:
            return bool(deniable_entries(post))
        case Action.RETRY:
            return bool(platforms_to_retry(post)) and not all(entry.state in RECALLABLE_STATES for entry in entries)
        case Action.SHOW_RETRY:
            return bool(post.retried_by)
        case Action.LOCK_IN:
            return any(map(can_be_locked_in, entries))
        case Action.CANCEL:
            return bool(recallable_entries(post))
        case Action.APPROVE:
            return post.approval.state != Approval.APPROVED
        case Action.ASK_CLIENT:
            return post.approval.state != Approval.WAITING
        case Action.PUBLISH_NOW:
            return any(entry.state in _NEVER_SENT for entry in entries)
        case _:
            return True


def _about_post(act: Action, post: Post) -> PostAction:
    """Return an action on the whole post. A retry names the platform where only one failed."""
    failed = platforms_to_retry(post) if act == Action.RETRY else ()
    action = _action(act, post, platform=failed[0] if len(failed) == 1 else "")
    of_rest = act in _OF_THE_REST and not all(entry.state in RECALLABLE_STATES for entry in effective_entries(post.entries))
    return replace(action, unsent_only=True) if of_rest else action


def _action(act: Action, post: Post, entry: Entry | None = None, platform: str = "", external_id: str = "") -> PostAction:
    of_entry = entry.platforms[0] if entry and len(entry.platforms) == 1 else ""
    return PostAction(act, post.id, post.client_id, entry.id if entry else 0, platform or of_entry, external_id)


def _ordered(actions: Iterable[PostAction], post: Post) -> tuple[PostAction, ...]:
    """Return each action once. The first one, except Undo, is marked as primary where the post needs the user."""
    unique = tuple(dict.fromkeys(actions))
    first = next(action for action in unique if action.kind != Action.UNDO)
    asks = (post.state in NEEDS_ATTENTION or first.kind == Action.RECONNECT) and first.kind in _PRIMARY
    return tuple(replace(action, primary=True) if asks and action is first else action for action in unique)
