"""All that a card's popover shows of a draft or a post, read anew."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from postdesk.domain.board import Card
from postdesk.domain.clients import Client, zone_of
from postdesk.domain.delivery import Reason, parse_reason
from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.post_actions import Action, PostAction
from postdesk.domain.posts import Entry, Post, PostState, effective_entries, entry_state, platform_state
from postdesk.domain.send_plan import local_reason
from postdesk.domain.state_groups import NEEDS_ATTENTION
from postdesk.engine.media_checks import MediaChecks
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.post_actions.offers import offered_actions, story_context
from postdesk.ui.text.cards import card_head
from postdesk.ui.text.entry_stories import StoryContext, platform_story
from postdesk.ui.text.local_reasons import local_reason_words
from postdesk.ui.text.names import one_line
from postdesk.ui.text.post_stories import ended, lock_story, post_story, state_look
from postdesk.ui.text.states import StateLook, Tone, approval_story
from postdesk.ui.text.times import moment_words

translate = QCoreApplication.translate

_LINKS = (Action.OPEN, Action.COPY_LINK)


@dataclass(frozen=True, slots=True)
class PlatformDetails:
    """A platform of a card: its problem in a sentence, and the action that opens its page.

    `look` is its state where that isn't the post's. `own_text` is its text where that isn't the shared one.
    """

    platform: str
    look: StateLook | None = None
    story: str = ""
    own_text: str = ""
    page: PostAction | None = None


@dataclass(frozen=True, slots=True)
class MediaDetails:
    """The address of an image or a video, and its picture if a check has loaded it in this run."""

    url: str
    picture: QImage | None = None


@dataclass(frozen=True, slots=True)
class CardDetails:
    """A draft, or a post with the actions on it.

    `title` is empty where the text begins with it. `has_text` is False where `text` says why there is none.
    """

    card: Card
    client: Client | None
    look: StateLook
    when: str
    title: str
    text: str
    has_text: bool
    media: tuple[MediaDetails, ...]
    story: str
    platforms: tuple[PlatformDetails, ...]
    post: Post | None = None
    offers: tuple[PostAction, ...] = ()

    @property
    def buttons(self) -> tuple[PostAction, ...]:
        """The actions that can be buttons, the most useful first; several pages are opened beside their platforms."""
        several = sum(offer.kind is Action.OPEN for offer in self.offers) > 1
        left_out = (Action.DETAILS, *_LINKS) if several else (Action.DETAILS,)
        return tuple(offer for offer in self.offers if not offer.menu_only and offer.kind not in left_out)


def read_details(session: WorkspaceSession, card: Card, local_zone: ZoneInfo) -> CardDetails | None:
    """Return the details of a card as they are now; None where its draft or post is gone."""
    client = session.clients.get(card.client_id)
    where = zone_of(client, local_zone)
    if card.is_draft:
        draft = session.composer.draft(card.id)
        return _of_draft(session.media, draft, card, client, where, local_zone) if draft else None
    post = session.post_commands.post(int(card.id))
    return _of_post(session, post, card, client, story_context(session, post.client_id, where), local_zone) if post else None


def _of_draft(
    checks: MediaChecks, draft: Draft, card: Card, client: Client | None, where: ZoneInfo, local_zone: ZoneInfo
) -> CardDetails:
    return CardDetails(
        card,
        client,
        StateLook(translate("Calendar", "Draft"), "pencil", Tone.NEUTRAL),
        moment_words(draft.due_at or card.due_at, where, local_zone),
        _title_beside(draft.text or card_head(card), draft.title),
        draft.text or card_head(card),
        bool(draft.text.strip()),
        _media([draft.media_url, *(draft.content_for(platform).media_url for platform in draft.platforms)], checks),
        "",
        tuple(PlatformDetails(each, own_text=_unlike(draft.text_for(each), draft.text)) for each in draft.platforms),
    )


def _of_post(
    session: WorkspaceSession, post: Post, card: Card, client: Client | None, context: StoryContext, local_zone: ZoneInfo
) -> CardDetails:
    entries, offers = effective_entries(post.entries), offered_actions(session, post)
    states = [platform_state(entry, each) for entry in entries for each in entry.platforms]
    look = state_look(post.state, entries, context.now, states)
    told = {(entry.id, each): platform_story(entry, each, context) for entry in entries for each in entry.platforms}
    apart = len(set(told.values())) > 1
    platforms = tuple(
        _platform(post, look, entry, each, told[entry.id, each] if apart else "", offers, context.now)
        for entry in entries
        for each in entry.platforms
    )
    story = approval_story(post) if any(each.story for each in platforms) else post_story(post, context)
    lock = lock_story(post, client, context)
    return CardDetails(
        card,
        client,
        look,
        _post_time(post, context.zone, local_zone),
        _title_beside(post.text or card_head(card), post.title),
        post.text or card_head(card),
        bool(post.text.strip()),
        _media((entry.media_url for entry in entries), session.media),
        " ".join(filter(None, (_why_from_here(entries), ended(story) if lock else story, lock))),
        platforms,
        post,
        offers,
    )


def _platform(
    post: Post, look: StateLook, entry: Entry, platform: str, story: str, offers: Iterable[PostAction], now: datetime
) -> PlatformDetails:
    """Return a platform of a post with that `look`; its story is told only where it needs attention."""
    state = platform_state(entry, platform)
    own = state_look(state, (entry,), now)
    page = next((each for each in offers if each.kind is Action.OPEN and each.platform == platform), None)
    own_text = _unlike(entry.written or entry.content, post.text)
    told = story if state in NEEDS_ATTENTION else ""
    return PlatformDetails(platform, own if own != look else None, told, own_text, page)


def _why_from_here(entries: Iterable[Entry]) -> str:
    """Return why entries that wait for their time are sent from this computer; empty if none is."""
    from_here = [each for each in entries if entry_state(each) is PostState.NEEDS_THIS_COMPUTER and not each.lockable]
    platforms = [platform for entry in from_here for platform in entry.platforms]
    if not platforms:
        return ""
    reason = local_reason(platforms, with_media=any(each.media_url or each.thumbnail_url for each in from_here))
    return local_reason_words(reason, platforms)


def _title_beside(text: str, title: str) -> str:
    """Return the title where it isn't the text's beginning; otherwise an empty string."""
    return "" if one_line(text).startswith(one_line(title).removesuffix("…").rstrip()) else title


def _unlike(text: str, shared: str) -> str:
    """Return the text where it differs from the shared one by more than outer blanks; otherwise an empty string."""
    return "" if text.strip() == shared.strip() else text.strip()


def _post_time(post: Post, where: ZoneInfo, local_zone: ZoneInfo) -> str:
    if any(parse_reason(entry.reason)[0] is Reason.TIME_UNKNOWN for entry in post.entries):
        return translate("Results", "Time not known")
    return moment_words(post.due_at, where, local_zone)


def _media(addresses: Iterable[str], checks: MediaChecks) -> tuple[MediaDetails, ...]:
    """Return each address once; its picture was decoded by the check."""
    urls = dict.fromkeys(each.strip() for each in addresses if each.strip())
    return tuple(MediaDetails(url, seen.picture if (seen := checks.last_result(url)) else None) for url in urls)
