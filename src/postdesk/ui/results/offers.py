"""What the user can do next with a post, or with one platform of it: pure, from its states."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from postdesk.domain.approval import Approval
from postdesk.domain.delivery import Hold, Stage, State, stage_of
from postdesk.domain.lockin import can_be_locked_in
from postdesk.domain.posts import Entry, Origin, Post, PostState, effective, entry_state, may_be_another, to_retry
from postdesk.domain.state_groups import STILL_HERE, TO_DO, StateGroup
from postdesk.domain.taking_back import NOT_SENT, denied, not_sent, undoable
from postdesk.ui.results.acts import Act, Offer

OURS: Final = frozenset({State.PLANNED, State.QUEUED, State.MISSED})
"""Nothing of these was sent."""

_ASKING: Final = frozenset({PostState.TO_DECIDE, PostState.RECEIVED, PostState.CHECKING})

_ABOUT_ENTRY: Final = {
    PostState.TO_DECIDE: (Act.LOOK, Act.SAW_IT, Act.SEND_AGAIN, Act.ASK_LATER),
    PostState.RECEIVED: (Act.LOOK, Act.SAW_IT),
    PostState.CHECKING: (Act.LOOK,),
    PostState.CONTRADICTORY: (Act.LOOK,),
    PostState.UNKNOWN: (Act.LOOK,),
    PostState.PROCESSING: (Act.LOOK,),
    PostState.CONFIRMED: (Act.LOOK,),
}
_WORD: Final = (Act.APPROVE, Act.ASK_CLIENT)
"""What the client says of it."""

_ABOUT_POST: Final = {
    PostState.TO_DECIDE: (Act.NOT_THERE, Act.BACK_TO_DRAFT, Act.CHECK_NOW, Act.COPY, Act.CANCEL),
    PostState.CONTRADICTORY: (Act.CHECK_NOW, Act.RETRY, Act.SHOW_RETRY, Act.COPY, Act.CANCEL),
    PostState.RECEIVED: (Act.CHECK_NOW, Act.COPY, Act.CANCEL),
    PostState.CHECKING: (Act.CHECK_NOW, Act.COPY, Act.CANCEL),
    PostState.MISSED: (Act.PUBLISH_NOW, Act.NEW_TIME, Act.BACK_TO_DRAFT, *_WORD, Act.COPY, Act.CANCEL),
    PostState.REJECTED: (Act.EDIT, Act.RETRY, Act.SHOW_RETRY, Act.BACK_TO_DRAFT, Act.COPY, Act.CANCEL),
    PostState.FAILED: (Act.RETRY, Act.SHOW_RETRY, Act.COPY),
    PostState.PARTIAL: (Act.RETRY, Act.SHOW_RETRY, Act.COPY),
    PostState.HELD: (Act.EDIT, Act.BACK_TO_DRAFT, *_WORD, Act.COPY, Act.CANCEL),
    PostState.SENDING: (Act.CANCEL,),
    PostState.QUEUED: (Act.BACK_TO_DRAFT, Act.COPY, Act.CANCEL),
    PostState.SCHEDULED: (Act.EDIT, Act.LOCK_IN, Act.PUBLISH_NOW, Act.BACK_TO_DRAFT, *_WORD, Act.COPY, Act.CANCEL),
    PostState.FROM_HERE: (Act.EDIT, Act.PUBLISH_NOW, Act.BACK_TO_DRAFT, *_WORD, Act.COPY, Act.CANCEL),
    PostState.LOCKED: (Act.COPY, Act.CHECK_NOW),
    PostState.PROCESSING: (Act.CHECK_NOW, Act.COPY),
    PostState.UNKNOWN: (Act.CHECK_NOW, Act.COPY),
}
_BY_HOLD: Final = {
    Hold.ACCOUNT_CHANGED: Act.CHECK_ACCOUNT,
    Hold.KEY_REJECTED: Act.CHECK_KEY,
    Hold.REFUSED_PERMISSION: Act.RESUME,
    Hold.OFFLINE: Act.RESUME,
    Hold.STORAGE: Act.RESUME,
    Hold.CHANGED: Act.LET_GO,
    Hold.FIRST_UNCLEAR: Act.RESUME,
    Hold.PAUSED: Act.RESUME_ALL,
}
_MAY_BE_UP: Final = (Hold.RESTORED, Hold.FIRST_IS_UP, Hold.FIRST_MISSING)
"""It is looked for on the profile before it goes out: letting it go may make a second one."""
_PRIMARY: Final = frozenset(
    {
        Act.LOOK,
        Act.RECONNECT,
        Act.CHECK_ACCOUNT,
        Act.CHECK_KEY,
        Act.RESUME,
        Act.LET_GO,
        Act.RESUME_ALL,
        Act.APPROVE,
        Act.OPEN,
        Act.RETRY,
        Act.PUBLISH_NOW,
        Act.EDIT,
        Act.DECIDE,
    }
)
_OF_THE_REST: Final = frozenset({Act.CANCEL, Act.PUBLISH_NOW, Act.EDIT, Act.NEW_TIME, Act.BACK_TO_DRAFT})


def pressing(post: Post) -> tuple[Entry, ...]:
    """The entries that make the post's state; for a partly published one those that failed."""
    wanted = {post.state, PostState.FAILED} if post.state == PostState.PARTIAL else {post.state}
    return tuple(entry for entry in effective(post.entries) if entry_state(entry) in wanted)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides beside a post's states.

    `to_reconnect`: the client's platforms that are not ready to be posted to; `put_off`: entries whose question was put
    off; `late`: MyPostShare should have published it a while ago; `approval`: the client's posts wait for the client's word;
    `agreed`: the client's platforms with an account that the user agreed to.
    """

    to_reconnect: frozenset[str] = frozenset()
    put_off: frozenset[int] = frozenset()
    late: bool = False
    approval: bool = False
    agreed: frozenset[str] = frozenset()


def post_offers(post: Post, given: Circumstances) -> tuple[Offer, ...]:
    """What can be done with a post, the most useful first."""
    about = pressing(post)
    undo = [_offer(Act.UNDO, post)] if any(map(undoable, effective(post.entries))) else []
    first: list[Offer] = []
    reconnect = [_offer(Act.RECONNECT, post, platform=each) for each in _missing(post, given)]
    acts = [_about_post(act, post) for act in _ABOUT_POST.get(post.state, (Act.COPY,)) if _possible(act, post)]
    if len(about) > 1 and post.state in _ASKING:
        first.append(_offer(Act.SHOW_PLATFORMS, post))
    elif about and post.state not in StateGroup.FAILED.value:
        shown = effective(post.entries) if post.state == PostState.PUBLISHED else about[:1]
        first += _calm([offer for entry in shown for offer in _about_entry(post, entry, given)])
    else:
        first += [offer for entry in about if _asks_about_account(entry, given) for offer in _about_state(post, entry, given)]
        acts += _calm([offer for entry in effective(post.entries) for offer in _about_out(post, entry)])
    before, after = ([], reconnect) if post.state in _ASKING else (reconnect, [])
    offers = _ordered([*undo, *before, *first, *after, *acts, _offer(Act.DETAILS, post)], post)
    return offers if given.approval or _word_counts(post) else tuple(replace(each, aside=each.act in _WORD) for each in offers)


def platform_offers(post: Post, entry: Entry, platform: str, given: Circumstances) -> tuple[Offer, ...]:
    """What can be done about one platform of a post."""
    first = [_offer(Act.RECONNECT, post, platform=platform)] if platform in _missing(post, given) else []
    about = [offer for offer in _about_entry(post, entry, given) if offer.platform in ("", platform)]
    failed = entry_state(entry) in (PostState.FAILED, PostState.REJECTED) and _possible(Act.RETRY, post)
    retry = [_about_post(Act.RETRY, post)] if failed else []
    undo = [_offer(Act.UNDO, post, entry)] if undoable(entry) else []
    return _ordered([*undo, *first, *about, *retry, _offer(Act.DETAILS, post, entry)], post)


def _word_counts(post: Post) -> bool:
    """Whether the client's word was asked for, given or is waited for, whatever the client's setting says of other posts."""
    return post.word.approval != Approval.NONE or any(entry.hold == Hold.NOT_APPROVED for entry in effective(post.entries))


def _missing(post: Post, given: Circumstances) -> list[str]:
    """Platforms that must be connected again for what still waits here, or for what failed."""
    waiting = STILL_HERE | {PostState.FAILED, PostState.MISSED, PostState.REJECTED}
    held = {platform for entry in effective(post.entries) if entry.hold == Hold.NOT_CONNECTED for platform in entry.platforms}
    named = [platform for entry in effective(post.entries) if entry_state(entry) in waiting for platform in entry.platforms]
    return [platform for platform in dict.fromkeys(named) if platform in given.to_reconnect or platform in held]


def _asks_about_account(entry: Entry, given: Circumstances) -> bool:
    """Whether another account answered than it was meant for until its time was past, and still does."""
    held = entry.state == State.MISSED and entry.hold == Hold.ACCOUNT_CHANGED
    return held and not given.agreed.issuperset(entry.platforms)


def _about_entry(post: Post, entry: Entry, given: Circumstances) -> list[Offer]:
    return _about_state(post, entry, given) + _about_found(post, entry)


def _about_found(post: Post, entry: Entry) -> list[Offer]:
    return [_offer(Act.ANOTHER_POST, post, entry)] if may_be_another(entry) else []


def _about_state(post: Post, entry: Entry, given: Circumstances) -> list[Offer]:
    state = entry_state(entry)
    if state in (PostState.PUBLISHED, PostState.PARTIAL):
        return _about_published(post, entry)
    if state == PostState.TO_DELETE:
        return [*_about_published(post, entry), _offer(Act.DELETED, post, entry)]
    if _asks_about_account(entry, given):
        return [_offer(Act.CHECK_ACCOUNT, post, entry)]
    if state == PostState.HELD and entry.hold == Hold.MEDIA:
        return [_about_post(Act.EDIT, post), _offer(Act.LET_GO, post, entry)]
    if state == PostState.HELD and entry.hold == Hold.NOT_APPROVED:
        return [_about_post(Act.APPROVE, post)]
    if state == PostState.HELD and entry.hold in _MAY_BE_UP:
        return [_offer(Act.LOOK, post, entry), _offer(Act.LET_GO, post, entry)]
    if state == PostState.HELD and entry.hold in _BY_HOLD:
        return [_offer(_BY_HOLD[entry.hold], post, entry)]
    if state == PostState.TO_DECIDE and entry.id in given.put_off:
        return [_offer(Act.DECIDE, post, entry)]
    if state == PostState.LOCKED and given.late:
        return [_offer(Act.LOOK, post, entry)]
    return [_offer(act, post, entry) for act in _ABOUT_ENTRY.get(state, ())]


def _about_out(post: Post, entry: Entry) -> list[Offer]:
    """Where to see what is out of a post that another part of failed, and what may be a different one."""
    out = entry_state(entry) in (PostState.PUBLISHED, PostState.PARTIAL, PostState.TO_DELETE)
    return (_about_state(post, entry, Circumstances()) if out else []) + _about_found(post, entry)


def _about_published(post: Post, entry: Entry) -> list[Offer]:
    """Open each published platform by its id; where the service gave none, the profile has to do."""
    offers = []
    ids = {result.platform: result.external_id for result in entry.results if stage_of(result.status) == Stage.PUBLISHED}
    for platform in ids or entry.platforms:
        found = ids.get(platform, "")
        offers.append(_offer(Act.OPEN if found else Act.LOOK, post, entry, platform, found))
        if found:
            offers.append(_offer(Act.COPY_LINK, post, entry, platform, found))
    return offers


def _calm(offers: list[Offer]) -> list[Offer]:
    """Links of several platforms are copied from the platforms' own lines."""
    alike = [offer for offer in offers if offer.act == Act.COPY_LINK]
    return offers if len(alike) < 2 else [offer for offer in offers if offer.act != Act.COPY_LINK]


def _possible(act: Act, post: Post) -> bool:
    entries = effective(post.entries)
    if post.origin == Origin.ELSEWHERE:
        return act == Act.CHECK_NOW
    match act:
        case Act.BACK_TO_DRAFT if post.state == PostState.QUEUED:
            return all(entry.state in OURS for entry in entries) and not any(map(undoable, entries))
        case Act.EDIT | Act.NEW_TIME | Act.BACK_TO_DRAFT:
            return bool(not_sent(post)) and not (post.retried_by or _possible(Act.RETRY, post))
        case Act.NOT_THERE:
            return bool(denied(post))
        case Act.RETRY:
            return bool(to_retry(post)) and not all(entry.state in NOT_SENT for entry in entries)
        case Act.SHOW_RETRY:
            return bool(post.retried_by)
        case Act.LOCK_IN:
            return any(map(can_be_locked_in, entries))
        case Act.CANCEL:
            return bool(not_sent(post))
        case Act.APPROVE:
            return post.word.approval != Approval.APPROVED
        case Act.ASK_CLIENT:
            return post.word.approval != Approval.WAITING
        case Act.PUBLISH_NOW:
            return any(entry.state in OURS for entry in entries)
        case _:
            return True


def _about_post(act: Act, post: Post) -> Offer:
    """An offer about the whole post; trying again names the platform where only one failed."""
    failed = to_retry(post)
    offer = _offer(act, post, platform=failed[0] if act == Act.RETRY and len(failed) == 1 else "")
    return replace(offer, rest=act in _OF_THE_REST and not all(entry.state in NOT_SENT for entry in effective(post.entries)))


def _offer(act: Act, post: Post, entry: Entry | None = None, platform: str = "", external_id: str = "") -> Offer:
    of_entry = entry.platforms[0] if entry and len(entry.platforms) == 1 else ""
    return Offer(act, post.id, post.client_id, entry.id if entry else 0, platform or of_entry, external_id)


def _ordered(offers: Iterable[Offer], post: Post) -> tuple[Offer, ...]:
    """Each once; the first, but for Undo, is marked as what to do next where the post asks for something."""
    unique = tuple(dict.fromkeys(offers))
    first = next(offer for offer in unique if offer.act != Act.UNDO)
    asks = (post.state in TO_DO or first.act == Act.RECONNECT) and first.act in _PRIMARY
    return tuple(replace(offer, primary=asks and offer is first) for offer in unique)
