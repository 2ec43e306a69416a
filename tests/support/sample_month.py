"""Six clients with 90 posts in all states, from two weeks ago to five weeks ahead, and what is beside them: drafts and series.

For pictures and measures of the whole window. All times are relative to now; nothing is due within an hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from postdesk.domain.approval import Approval, ApprovalRecord
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Hold, Reason, Stage, State, format_reason
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.new_posts import SubmitMode, SubmitTerms, moments, new_post
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post, PostOrigin, SendMode, with_delete_reminder
from postdesk.domain.remote import PlatformResult
from postdesk.domain.series import Frequency, RecurrenceRule, Series, SeriesState, SeriesText
from postdesk.store import clients, connections, drafts, posts, series
from postdesk.store.sqlite import Transaction

LINKEDIN, X, FACEBOOK, INSTAGRAM = Platform.LINKEDIN, Platform.TWITTER, Platform.FACEBOOK, Platform.INSTAGRAM
YOUTUBE, THREADS, PINTEREST = Platform.YOUTUBE, Platform.THREADS, Platform.PINTEREST
OPEN_DRAFT: Final = "sample-draft"
"""The draft to open in the composer: its text is too long for X, and it has a picture."""

_PAST: Final = (3, 2, 3, 2, 3, 1, 1) * 2
_COMING: Final = (6, 4, 5, 3, 4, 1, 1, 3, 2, 4, 2, 3, 1, 0)
_LATER: Final = (1, 1, 1, 2, 1, 0, 1) * 3
_TIMES: Final = (time(8), time(9, 30), time(12), time(17, 30), time(18, 15), time(7, 45))
_QUIET: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_LOCKED_AHEAD: Final = timedelta(hours=26)


@dataclass(frozen=True)
class SampleClient:
    """A client to be added. Its posts go to each of the `targets` in turn."""

    name: str
    colour: str
    zone: str
    targets: tuple[tuple[Platform, ...], ...]
    texts: tuple[str, ...]

    @property
    def platforms(self) -> tuple[Platform, ...]:
        return tuple(dict.fromkeys(platform for target in self.targets for platform in target))


SAMPLE_CLIENTS: Final = (
    SampleClient(
        "Bakery Sonne",
        "#3454d1",
        "Europe/Berlin",
        ((LINKEDIN, X, FACEBOOK), (FACEBOOK, INSTAGRAM), (X, THREADS)),
        (
            "Fresh Advent stollen, out of the oven at noon. We bake forty a day, and not one more. #hamburg",
            "Behind the counter: the four people who shape your rolls at three in the morning.",
            "Why our sourdough takes two days, and why we would not have it otherwise. https://sonne.example/brot",
            "Last orders for Christmas close on Friday. Call us, write us, or come by.",
            "Third Advent: cinnamon stars, vanilla crescents, and a queue around the corner by nine.",
        ),
    ),
    SampleClient(
        "Ramen Yuzu",
        "#17734a",
        "Europe/Lisbon",
        ((X,), (INSTAGRAM, THREADS), (FACEBOOK, X)),
        (
            "Yuzu shio is back for winter 🍜 Eighteen hours for the broth, five minutes for you.",
            "Tonkotsu, eighteen hours. We show you each of them.",
            "New bowl, old recipe: miso butter corn, from Thursday on.",
            "We are closed on the 24th and open on the 27th. Reserve at https://yuzu.example",
        ),
    ),
    SampleClient(
        "Harbour Yoga",
        "#b3261e",
        "Europe/London",
        ((X, THREADS), (INSTAGRAM,), (FACEBOOK, THREADS)),
        (
            "New: Yin for runners, Tuesdays at six. Bring the legs, we bring the blankets.",
            "Morning flow, free on Sunday at the pier. No booking, no shoes.",
            "Ten minutes for your lower back: save this for the next long meeting.",
            "Our winter timetable is out. Four new classes, and two of them after eight.",
        ),
    ),
    SampleClient(
        "Loop Labs",
        "#0e7490",
        "America/New_York",
        ((LINKEDIN,), (LINKEDIN, X), (LINKEDIN, X, THREADS)),
        (
            "Changelog 2.4: offline search, quieter notifications, and forty bugs fewer. https://loop.example/changes",
            "Closed beta: forty seats, three weeks, one promise. Write to us if you want one.",
            "Hiring: an optical engineer, in Porto or remote. We answer every letter.",
            "Case study: how a café in Altona halved its waste with two sensors.",
        ),
    ),
    SampleClient(
        "Blue Dive School",
        "#7c3aed",
        "Europe/Lisbon",
        ((FACEBOOK,), (YOUTUBE,), (FACEBOOK, INSTAGRAM)),
        (
            "Visibility 22 metres, water 17 degrees: Saturday was what we come here for.",
            "Dive briefing, part three: what your buddy needs to know before you go down.",
            "Open water course in January: six places, two instructors, no hurry.",
            "Lost and found: one fin, blue, size 42. It misses its sister.",
        ),
    ),
    SampleClient(
        "Papyrus Books",
        "#8a5a00",
        "Europe/Berlin",
        ((INSTAGRAM, PINTEREST), (THREADS,), (X, THREADS)),
        (
            "Signed copies are on the shelf. First come, first served, one each.",
            "Gift guide: eleven books under twenty, chosen by people who read them.",
            "Reading tonight at eight. There is wine, and there are forty chairs.",
            "Year in numbers: 4,102 books, 3 cats, 1 flood. Thank you for all of it.",
        ),
    ),
)


def add_clients(conn: Transaction, workspace_id: int) -> tuple[Client, ...]:
    """Add the clients, without accounts."""

    def added(sample: SampleClient) -> Client:
        user = sample.name.lower().replace(" ", "-")
        client = Client(0, workspace_id, user, sample.name, sample.colour, sample.zone, platforms=sample.targets[0])
        return replace(client, id=clients.add(conn, client))

    return tuple(added(sample) for sample in SAMPLE_CLIENTS)


def add_month(conn: Transaction, owners: tuple[Client, ...], now: datetime, media_url: str) -> None:
    """Add the posts, drafts and series of the clients, whose accounts are known. Posts that need a file have that of the URL."""
    planned = [_planned(conn, owners, number, due_at, now, media_url) for number, due_at in enumerate(_due_times(now))]
    past = sum(post.due_at < now for post in planned)
    for number, post in enumerate(planned):
        known = _coming(number - past, post, now) if post.due_at > now else _happened(number, post, now)
        posts.add(conn, owners[0].workspace_id, known, min(now, post.due_at))
    _add_drafts(conn, owners, now, media_url)
    _add_series(conn, owners, now)


def _due_times(now: datetime) -> Iterator[datetime]:
    """Yield the times of the posts: each has a second of its own, and none is within an hour of now."""
    numbers = count()
    for day, amount in enumerate((*_PAST, *_COMING, *_LATER), start=-len(_PAST)):
        for at in _TIMES[:amount]:
            number = next(numbers)
            zone = ZoneInfo(SAMPLE_CLIENTS[number % len(SAMPLE_CLIENTS)].zone)
            due_at = datetime.combine((now.astimezone(zone) + day * _DAY).date(), at, zone).astimezone(now.tzinfo)
            yield (due_at + 2 * _QUIET if abs(due_at - now) < _QUIET else due_at) + timedelta(seconds=number % 60)


def _planned(conn: Transaction, owners: tuple[Client, ...], number: int, due_at: datetime, now: datetime, media_url: str) -> Post:
    sample, client = SAMPLE_CLIENTS[number % len(SAMPLE_CLIENTS)], owners[number % len(SAMPLE_CLIENTS)]
    turn = number // len(SAMPLE_CLIENTS)
    platforms = sample.targets[turn % len(sample.targets)]
    text = sample.texts[turn % len(sample.texts)]
    file = media_url if {*platforms} & {INSTAGRAM, YOUTUBE, PINTEREST} else ""
    draft = Draft(f"sample-{number}", client.id, platforms, text, title=text.partition(". ")[0], media_url=file, due_at=due_at)
    accounts = connections.of_client(conn, client.id)
    terms = SubmitTerms(SubmitMode.SCHEDULE, min(now, due_at - 3 * _DAY), timedelta(), frozenset({YOUTUBE, PINTEREST}))
    return new_post(draft, client, accounts, moments(due_at, frozenset()), terms)


def _happened(number: int, post: Post, now: datetime) -> Post:
    """Return a past post as it ended; `number` counts from the first one, and number 29 was due yesterday."""
    match number:
        case 29:
            return _in_state(post, State.MISSED, reason=format_reason(Reason.AWAY))
        case 28:
            return _answered(post, Stage.FAILED, now, "The account’s token has expired.")
        case 27:
            failed, published = _answered(post, Stage.FAILED, now, "Duplicate content."), _answered(post, Stage.PUBLISHED, now)
            return replace(post, entries=(*failed.entries[:1], *published.entries[1:]))
        case 25:
            return _in_state(post, State.NEEDS_USER, reason=format_reason(Reason.DROPPED))
        case 22:
            return _in_state(post, State.REJECTED, reason=format_reason(Reason.REFUSED, "The text is too long."))
        case 19 | 20:
            return replace(_answered(post, Stage.PUBLISHED, now), origin=PostOrigin.ELSEWHERE, text="")
        case 17:
            published = _answered(post, Stage.PUBLISHED, now)
            return replace(published, entries=tuple(with_delete_reminder(each, wanted=True) for each in published.entries))
        case 15:
            return _in_state(post, State.ACCEPTED_WITHOUT_ID, reason=format_reason(Reason.BODY_LOST))
        case 13:
            return _in_state(post, State.CONFIRMED_BY_USER)
        case 5:
            return _answered(post, Stage.CONTRADICTORY, now)
        case _:
            return _answered(post, Stage.PUBLISHED, now)


def _coming(number: int, post: Post, now: datetime) -> Post:
    """Return a post to come as it stands; `number` counts from the next one."""
    soon = post.due_at < now + _LOCKED_AHEAD
    entries = tuple(_locked(each) if each.lockable and (soon or number % 9 == 8) else each for each in post.entries)
    if number == 10:
        refused = {"hold": Hold.REFUSED_PERMISSION, "reason": format_reason(Reason.PERMISSION_REFUSED)}
        return _in_state(post, State.PLANNED, **refused)
    if number in (13, 19):
        return replace(post, approval=ApprovalRecord(Approval.WAITING))
    return replace(post, entries=entries)


def _in_state(post: Post, state: State, **fields: object) -> Post:
    changed: dict[str, object] = {"state": state, "attempts": 1, **fields}
    return replace(post, entries=tuple(replace(entry, **changed) for entry in post.entries))  # type: ignore[arg-type]


def _locked(entry: Entry) -> Entry:
    remote_id = f"sample-{entry.due_at:%m%d%H%M%S}-{entry.platforms[0]}"
    accepted = replace(entry, state=State.ACCEPTED, mode=SendMode.SCHEDULED, attempts=1, remote_id=remote_id)
    return replace(accepted, remote_status="scheduled", stage=Stage.SCHEDULED)


def _answered(post: Post, stage: Stage, now: datetime, detail: str = "") -> Post:
    """Return the post with the service's last word on all its platforms."""
    status = "published" if stage is Stage.CONTRADICTORY else str(stage)
    said = "failed" if stage is Stage.CONTRADICTORY else str(stage)

    def answered(entry: Entry) -> Entry:
        results = tuple(PlatformResult(each, said, f"urn:{each}", detail) for each in entry.platforms)
        known = replace(_locked(entry), remote_status=status, stage=stage, results=results)
        return replace(known, stage_since=entry.due_at, checked_at=now)

    return replace(post, entries=tuple(answered(entry) for entry in post.entries))


def _add_drafts(conn: Transaction, owners: tuple[Client, ...], now: datetime, media_url: str) -> None:
    """Add twelve drafts, four of them with a time, and the one to open."""
    for number in range(12):
        sample, client = SAMPLE_CLIENTS[number % len(SAMPLE_CLIENTS)], owners[number % len(SAMPLE_CLIENTS)]
        due_at = (now + timedelta(days=2 + 3 * number)).replace(minute=0, second=0, microsecond=0) if number % 3 == 0 else None
        text = f"{sample.texts[-1 - number // len(SAMPLE_CLIENTS)]} More soon."
        labels = ("Christmas",) if number % 4 == 1 else ()
        saved = now - timedelta(hours=5 * number + 1)
        drafts.save(
            conn, Draft(f"draft-{number}", client.id, sample.targets[0], text, due_at=due_at, updated_at=saved, labels=labels)
        )
    text = (
        "Our sourdough takes two days, and here is why we never hurry it.\n\n"
        "Day one: flour, water, and the starter my grandmother brought from Husum. Day two: folding, resting, and a very hot "
        "oven at four in the morning.\n\n"
        "Come by on Thursday and taste the difference: https://sonne.example/brot #sourdough #hamburg"
    )
    due_at = (now + 3 * _DAY).replace(hour=16, minute=30, second=0, microsecond=0)
    own = (Variant(THREADS, "Two days for one loaf. Come by on Thursday. #sourdough"),)
    platforms = (LINKEDIN, X, FACEBOOK, INSTAGRAM, THREADS)
    drafts.save(conn, Draft(OPEN_DRAFT, owners[0].id, platforms, text, own, media_url=media_url, due_at=due_at, updated_at=now))


def _add_series(conn: Transaction, owners: tuple[Client, ...], now: datetime) -> None:
    """Add a series that waits for its first time after the sample's weeks, and a paused one."""
    for number, (state, days) in enumerate(((SeriesState.RUNNING, 60), (SeriesState.PAUSED, 10))):
        client, sample = owners[number], SAMPLE_CLIENTS[number]
        first = (now + days * _DAY).replace(hour=9, minute=0, second=0, microsecond=0, tzinfo=None)
        rule = RecurrenceRule(Frequency.WEEKS, first, weekdays=(first.isoweekday(),))
        wordings = tuple(SeriesText(text) for text in sample.texts)
        repeating = Series(f"series-{number}", client.id, rule, sample.targets[0], wordings, first.date(), now, state=state)
        series.save(conn, repeating, now)
