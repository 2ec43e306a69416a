"""The kinds of columns that hold more than plain text or numbers, shared by all readers and by the integrity check.

The fallback for an unreadable value is the safe one: nothing is sent on its account, and the user is asked.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from postdesk.domain.approval import Approval
from postdesk.domain.clients import ConnectSessionKind, LockInRule
from postdesk.domain.delivery import Evidence, Hold, Stage, State
from postdesk.domain.drafts import CONTENT_FIELDS, DraftField, Variant
from postdesk.domain.habits import Habit
from postdesk.domain.imports import ImportState
from postdesk.domain.limits import OwnLimit
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import ExpectedAccount, PostOrigin, PostState, SendMode
from postdesk.domain.remote import PlatformResult
from postdesk.domain.series import Frequency, OccurrenceOutcome, SeriesState, SeriesText
from postdesk.domain.storage import DatabaseReplacement
from postdesk.domain.utm import Tags
from postdesk.store import workspaces
from postdesk.store.value_kinds import (
    MOMENT,
    BooleanKind,
    ColumnKind,
    ConvertedKind,
    DateKind,
    EnumKind,
    IntegerKind,
    JsonKind,
    ListKind,
    NumberKind,
    ObjectKind,
    OptionalKind,
    TextKind,
    TupleKind,
    UnionKind,
    ValueKind,
)


class TargetKind(StrEnum):
    """The kind of an upload target; decides which of its columns are used."""

    BUCKET = "bucket"
    COMMAND = "command"


_TEXT: Final = TextKind()
_PLATFORM: Final = EnumKind(Platform)
_FLAG: Final = BooleanKind()
_REPLACED: Final[Mapping[str, ValueKind[Any]]] = {
    "brought": _FLAG,
    "aside": _TEXT,
    "made_at": OptionalKind(MOMENT),
    "drafts": IntegerKind(0),
    "posts": IntegerKind(0),
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


def _wording(kept: Mapping[str, Any]) -> SeriesText:
    return SeriesText(variants=kept["texts"], **{name: kept[name] for name in CONTENT_FIELDS})


_VARIANT: Final[ValueKind[Variant]] = ConvertedKind(
    UnionKind(
        ObjectKind({"platform": _PLATFORM}, {**dict.fromkeys(CONTENT_FIELDS, _TEXT), "due_ms": MOMENT}),
        TupleKind(_PLATFORM, _TEXT),
    ),
    _variant,
)
_WORDING: Final[ValueKind[SeriesText]] = ConvertedKind(
    ObjectKind({**dict.fromkeys(CONTENT_FIELDS, _TEXT), "texts": JsonKind(ListKind(_VARIANT))}, {}), _wording
)

TEXTS: Final = ColumnKind(JsonKind(ListKind(_TEXT)), "[]")
PLATFORMS: Final = ColumnKind(JsonKind(ListKind(_PLATFORM)), "[]")
ANY_PLATFORM: Final = ColumnKind(OptionalKind(_PLATFORM), "")
AT: Final = ColumnKind(MOMENT, 0)
MAYBE_AT: Final = ColumnKind(OptionalKind(MOMENT), None)
MOMENTS: Final = ColumnKind(JsonKind(ListKind(MOMENT)), "[]")
DAY: Final = ColumnKind(DateKind(), "1970-01-01")
MAYBE_MODE: Final = ColumnKind(OptionalKind(EnumKind(SendMode)), "")

LOCK_IN_RULE: Final = ColumnKind(EnumKind(LockInRule), LockInRule.MANUAL)
LOCK_IN_HOURS: Final = ColumnKind(IntegerKind(0, _MOST_HOURS), 24)
GAP_MINUTES: Final = ColumnKind(IntegerKind(0, _MOST_MINUTES), 0)
TAGS: Final = ColumnKind(
    JsonKind(
        ListKind(
            ConvertedKind(TupleKind(OptionalKind(_PLATFORM), *[_TEXT] * 5, least=1), lambda kept: (kept[0], Tags(*kept[1:])))
        )
    ),
    "[]",
)
"""Tags per platform; the shared ones come first, without a platform. Clients saved before tags existed have an empty list."""
LIMITS: Final = ColumnKind(
    JsonKind(ListKind(ConvertedKind(TupleKind(_TEXT, NumberKind()), lambda kept: OwnLimit(kept[0], float(kept[1]))))), "[]"
)
SESSION_KIND: Final = ColumnKind(EnumKind(ConnectSessionKind), ConnectSessionKind.LINK)
VARIANTS: Final = ColumnKind(JsonKind(ListKind(_VARIANT)), "[]")

ORIGIN: Final = ColumnKind(EnumKind(PostOrigin), PostOrigin.HERE)
POST_STATE: Final = ColumnKind(EnumKind(PostState), PostState.TO_DECIDE)
PLATFORM_STATES: Final = ColumnKind(
    JsonKind(ListKind(ConvertedKind(TupleKind(_TEXT, EnumKind(PostState)), lambda kept: (str(kept[0]), PostState(kept[1]))))),
    "[]",
)
APPROVAL: Final = ColumnKind(EnumKind(Approval), Approval.WAITING)

STATE: Final = ColumnKind(EnumKind(State), State.NEEDS_USER)
MODE: Final = ColumnKind(EnumKind(SendMode), SendMode.IMMEDIATE)
HOLD: Final = ColumnKind(OptionalKind(EnumKind(Hold)), Hold.CHANGED)
EVIDENCE: Final = ColumnKind(EnumKind(Evidence), Evidence.CANNOT_TELL)
STAGE: Final = ColumnKind(EnumKind(Stage), Stage.UNKNOWN)
ACCOUNTS: Final = ColumnKind(
    JsonKind(ListKind(ConvertedKind(TupleKind(_TEXT, _TEXT), lambda kept: ExpectedAccount(*kept)))), "[]"
)
EARLIER: Final = ColumnKind(JsonKind(ListKind(IntegerKind(0))), "[0]")
"""Ids of earlier entries. The fallback names an entry that doesn't exist: past sendings are unknown, so the user decides."""
RESULTS: Final = ColumnKind(
    JsonKind(ListKind(ConvertedKind(TupleKind(*[_TEXT] * 4, least=2), lambda kept: PlatformResult(*kept)))), "[]"
)

IMPORT_STATE: Final = ColumnKind(EnumKind(ImportState), ImportState.FINISHED)
HABIT: Final = ColumnKind(EnumKind(Habit), Habit.WORDS)
TARGET_KIND: Final = ColumnKind(EnumKind(TargetKind), TargetKind.BUCKET)
PATIENCE: Final = ColumnKind(IntegerKind(0, _MOST_MINUTES), 600)
FIELD: Final = ColumnKind(EnumKind(DraftField), DraftField.MEDIA_URL)
FACTS: Final = ColumnKind(JsonKind(ListKind(UnionKind(_TEXT, NumberKind()))), "[]")

EVERY: Final = ColumnKind(EnumKind(Frequency), Frequency.MONTH_DAY)
STEP: Final = ColumnKind(IntegerKind(1, _MOST_DAYS), 1)
WEEKDAYS: Final = ColumnKind(JsonKind(ListKind(IntegerKind(1, 7))), "[]")
DAY_OF_MONTH: Final = ColumnKind(IntegerKind(1, 31), 1)
NTH: Final = ColumnKind(IntegerKind(-1, 5), 1)
TIMES: Final = ColumnKind(OptionalKind(IntegerKind(0)), None)
WORDINGS: Final = ColumnKind(JsonKind(ListKind(_WORDING)), "[]")
AHEAD_DAYS: Final = ColumnKind(IntegerKind(0, _MOST_DAYS), 0)
SERIES_STATE: Final = ColumnKind(EnumKind(SeriesState), SeriesState.COPIED)
WEEKDAY: Final = ColumnKind(IntegerKind(1, 7), 1)
MINUTE: Final = ColumnKind(IntegerKind(0, 1439), 0)
DAY_NUMBER: Final = ColumnKind(IntegerKind(1, _LAST_DAY), 1)
TURN: Final = ColumnKind(IntegerKind(0), 0)
OUTCOME: Final = ColumnKind(EnumKind(OccurrenceOutcome), OccurrenceOutcome.SKIPPED)

LAST_OPEN: Final = ColumnKind(OptionalKind(JsonKind(TupleKind(IntegerKind(), _TEXT))), None)
LAST_USED: Final = ColumnKind(JsonKind(TupleKind(ListKind(_PLATFORM), OptionalKind(MOMENT))), "[[], null]")
REPLACED: Final = ColumnKind(
    OptionalKind(JsonKind(ConvertedKind(ObjectKind(_REPLACED, {}), lambda kept: DatabaseReplacement(**kept)))), None
)
"""The last three are values of `settings`, which has text of any form; an unreadable one counts as never set."""

COLUMNS: Final[Mapping[str, Mapping[str, ColumnKind[Any]]]] = {
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
        "marks": PLATFORM_STATES,
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
