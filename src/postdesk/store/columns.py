"""The kinds of columns that hold more than plain text or numbers, shared by all readers and by the integrity check.

The fallback for an unreadable value is the safe one: nothing is sent on its account, and the user is asked.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from postdesk.domain.approval import Approval
from postdesk.domain.clients import LockInRule, SessionKind
from postdesk.domain.delivery import Evidence, Hold, Stage, State
from postdesk.domain.drafts import WORDS, Piece, Variant
from postdesk.domain.habits import Habit
from postdesk.domain.imported import ImportState
from postdesk.domain.limits import OwnLimit
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Mode, NotedAccount, Origin, PostState
from postdesk.domain.remote import PlatformResult
from postdesk.domain.series import Every, Outcome, SeriesState, Wording
from postdesk.domain.storage import Replaced
from postdesk.domain.utm import Tags
from postdesk.store import workspaces
from postdesk.store.kinds import (
    MOMENT,
    Column,
    Day,
    Either,
    Flag,
    Json,
    Kind,
    Made,
    Many,
    Maybe,
    Number,
    Record,
    Row,
    Text,
    Whole,
    Word,
)


class TargetKind(StrEnum):
    """The kind of an upload target; decides which of its columns are used."""

    BUCKET = "bucket"
    COMMAND = "command"


_TEXT: Final = Text()
_PLATFORM: Final = Word(Platform)
_FLAG: Final = Flag()
_REPLACED: Final[Mapping[str, Kind[Any]]] = {
    "brought": _FLAG,
    "aside": _TEXT,
    "made_at": Maybe(MOMENT),
    "drafts": Whole(0),
    "posts": Whole(0),
    "whole": _FLAG,
}
_MOST_HOURS: Final = 100_000
_MOST_MINUTES: Final = 10_000_000
_MOST_DAYS: Final = 36_525
_LAST_DAY: Final = 3_652_059
"""`date.max.toordinal()`."""


def _variant(kept: Any) -> Variant:
    """Build a variant. The tuple form dates from before a variant could hold more than a text."""
    if isinstance(kept, tuple):
        return Variant(*kept)
    return Variant(due_at=kept.get("due_ms"), **{name: word for name, word in kept.items() if name != "due_ms"})


def _wording(kept: Mapping[str, Any]) -> Wording:
    return Wording(variants=kept["texts"], **{name: kept[name] for name in WORDS})


_VARIANT: Final[Kind[Variant]] = Made(
    Either(Record({"platform": _PLATFORM}, {**dict.fromkeys(WORDS, _TEXT), "due_ms": MOMENT}), Row(_PLATFORM, _TEXT)), _variant
)
_WORDING: Final[Kind[Wording]] = Made(Record({**dict.fromkeys(WORDS, _TEXT), "texts": Json(Many(_VARIANT))}, {}), _wording)

TEXTS: Final = Column(Json(Many(_TEXT)), "[]")
PLATFORMS: Final = Column(Json(Many(_PLATFORM)), "[]")
ANY_PLATFORM: Final = Column(Maybe(_PLATFORM), "")
AT: Final = Column(MOMENT, 0)
MAYBE_AT: Final = Column(Maybe(MOMENT), None)
MOMENTS: Final = Column(Json(Many(MOMENT)), "[]")
DAY: Final = Column(Day(), "1970-01-01")
MAYBE_MODE: Final = Column(Maybe(Word(Mode)), "")

LOCK_IN_RULE: Final = Column(Word(LockInRule), LockInRule.WHEN_I_SAY)
LOCK_IN_HOURS: Final = Column(Whole(0, _MOST_HOURS), 24)
GAP_MINUTES: Final = Column(Whole(0, _MOST_MINUTES), 0)
TAGS: Final = Column(
    Json(Many(Made(Row(Maybe(_PLATFORM), *[_TEXT] * 5, least=1), lambda kept: (kept[0], Tags(*kept[1:]))))), "[]"
)
"""Tags per platform; the shared ones come first, without a platform. Clients saved before tags existed have an empty list."""
LIMITS: Final = Column(Json(Many(Made(Row(_TEXT, Number()), lambda kept: OwnLimit(kept[0], float(kept[1]))))), "[]")
SESSION_KIND: Final = Column(Word(SessionKind), SessionKind.LINK)
VARIANTS: Final = Column(Json(Many(_VARIANT)), "[]")

ORIGIN: Final = Column(Word(Origin), Origin.HERE)
POST_STATE: Final = Column(Word(PostState), PostState.TO_DECIDE)
MARKS: Final = Column(Json(Many(Made(Row(_TEXT, Word(PostState)), lambda kept: (str(kept[0]), PostState(kept[1]))))), "[]")
APPROVAL: Final = Column(Word(Approval), Approval.WAITING)

STATE: Final = Column(Word(State), State.NEEDS_USER)
MODE: Final = Column(Word(Mode), Mode.IMMEDIATE)
HOLD: Final = Column(Maybe(Word(Hold)), Hold.CHANGED)
EVIDENCE: Final = Column(Word(Evidence), Evidence.CANNOT_TELL)
STAGE: Final = Column(Word(Stage), Stage.UNKNOWN)
ACCOUNTS: Final = Column(Json(Many(Made(Row(_TEXT, _TEXT), lambda kept: NotedAccount(*kept)))), "[]")
EARLIER: Final = Column(Json(Many(Whole(0))), "[0]")
"""Ids of earlier entries. The fallback names an entry that doesn't exist: past sendings are unknown, so the user decides."""
RESULTS: Final = Column(Json(Many(Made(Row(*[_TEXT] * 4, least=2), lambda kept: PlatformResult(*kept)))), "[]")

IMPORT_STATE: Final = Column(Word(ImportState), ImportState.FINISHED)
HABIT: Final = Column(Word(Habit), Habit.WORDS)
TARGET_KIND: Final = Column(Word(TargetKind), TargetKind.BUCKET)
PATIENCE: Final = Column(Whole(0, _MOST_MINUTES), 600)
FIELD: Final = Column(Word(Piece), Piece.MEDIA_URL)
FACTS: Final = Column(Json(Many(Either(_TEXT, Number()))), "[]")

EVERY: Final = Column(Word(Every), Every.MONTH_DAY)
STEP: Final = Column(Whole(1, _MOST_DAYS), 1)
WEEKDAYS: Final = Column(Json(Many(Whole(1, 7))), "[]")
DAY_OF_MONTH: Final = Column(Whole(1, 31), 1)
NTH: Final = Column(Whole(-1, 5), 1)
TIMES: Final = Column(Maybe(Whole(0)), None)
WORDINGS: Final = Column(Json(Many(_WORDING)), "[]")
AHEAD_DAYS: Final = Column(Whole(0, _MOST_DAYS), 0)
SERIES_STATE: Final = Column(Word(SeriesState), SeriesState.COPIED)
WEEKDAY: Final = Column(Whole(1, 7), 1)
MINUTE: Final = Column(Whole(0, 1439), 0)
DAY_NUMBER: Final = Column(Whole(1, _LAST_DAY), 1)
TURN: Final = Column(Whole(0), 0)
OUTCOME: Final = Column(Word(Outcome), Outcome.SKIPPED)

LAST_OPEN: Final = Column(Maybe(Json(Row(Whole(), _TEXT))), None)
LAST_USED: Final = Column(Json(Row(Many(_PLATFORM), Maybe(MOMENT))), "[[], null]")
REPLACED: Final = Column(Maybe(Json(Made(Record(_REPLACED, {}), lambda kept: Replaced(**kept)))), None)
"""The last three are values of `settings`, which has text of any form; an unreadable one counts as never set."""

COLUMNS: Final[Mapping[str, Mapping[str, Column[Any]]]] = {
    "workspaces": {"kind": workspaces.KIND, "redirect_ports": workspaces.PORTS},
    "clients": {
        "lock_in_rule": LOCK_IN_RULE,
        "lock_in_hours": LOCK_IN_HOURS,
        "tags": TAGS,
        "sites": TEXTS,
        "gap_minutes": GAP_MINUTES,
        "platforms": PLATFORMS,
        "accounts_read_ms": MAYBE_AT,
    },
    "connections": {"limits": LIMITS},
    "connect_sessions": {"kind": SESSION_KIND, "created_ms": AT, "watched_until_ms": AT},
    "drafts": {
        "platforms": PLATFORMS,
        "texts": VARIANTS,
        "labels": TEXTS,
        "overridden": TEXTS,
        "due_ms": MAYBE_AT,
        "updated_ms": AT,
    },
    "draft_versions": {"texts": VARIANTS, "at_ms": AT},
    "snippets": {"changed_ms": AT},
    "posts": {
        "origin": ORIGIN,
        "state": POST_STATE,
        "approval": APPROVAL,
        "platforms": TEXTS,
        "marks": MARKS,
        "overridden": TEXTS,
        "labels": TEXTS,
        "approved_for": TEXTS,
        "due_ms": AT,
        "created_ms": AT,
        "changed_ms": AT,
    },
    "entries": {
        "platforms": TEXTS,
        "state": STATE,
        "mode": MODE,
        "hold": HOLD,
        "accounts": ACCOUNTS,
        "earlier": EARLIER,
        "evidence": EVIDENCE,
        "stage": STAGE,
        "results": RESULTS,
        "due_ms": AT,
        "lock_in_ms": MAYBE_AT,
        "not_before_ms": MAYBE_AT,
        "stands_ms": MAYBE_AT,
        "checked_ms": MAYBE_AT,
        "changed_ms": AT,
    },
    "attempts": {"mode": MAYBE_MODE, "baseline": TEXTS, "due_ms": MAYBE_AT, "started_ms": AT, "ended_ms": MAYBE_AT},
    "answers": {"at_ms": AT},
    "habits": {"habit": HABIT, "at_ms": AT},
    "upload_targets": {"kind": TARGET_KIND, "arguments": TEXTS, "patience_s": PATIENCE},
    "uploads": {"field": FIELD, "platform": ANY_PLATFORM},
    "unfinished": {"begun_ms": AT},
    "looks": {"facts": FACTS, "at_ms": AT, "expires_ms": MAYBE_AT},
    "imports": {"at_ms": AT, "state": IMPORT_STATE},
    "imported_rows": {"moments": MOMENTS},
    "series": {
        "every": EVERY,
        "first_ms": AT,
        "step": STEP,
        "weekdays": WEEKDAYS,
        "day": DAY_OF_MONTH,
        "nth": NTH,
        "until_ms": MAYBE_AT,
        "times": TIMES,
        "platforms": PLATFORMS,
        "wordings": WORDINGS,
        "own_times_ms": AT,
        "since_ms": AT,
        "labels": TEXTS,
        "overridden": TEXTS,
        "ahead_days": AHEAD_DAYS,
        "state": SERIES_STATE,
        "changed_ms": AT,
    },
    "occurrences": {"number": DAY_NUMBER, "outcome": OUTCOME, "moments": MOMENTS, "turn": TURN},
    "slots": {"platform": ANY_PLATFORM, "weekday": WEEKDAY, "minute": MINUTE},
    "day_notes": {"day": DAY, "changed_ms": AT},
}
