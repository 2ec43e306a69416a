"""The stage of a request at the service, from the request's own status and the results of its platforms (API gap G9b).

A platform's own result outranks the request's status for that platform. If the two disagree, or two results of one platform
do, the stage is CONTRADICTORY: an open question, whatever either of them says.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from postdesk.domain.delivery import OPEN_STAGES, Stage, later_stage, stage_of, stage_rank
from postdesk.domain.remote import PlatformResult

SETTLES_AFTER: Final = timedelta(days=1)
"""The age at which a failure is final: a service may report a failure first and publish later."""

_ASKED_FOR: Final = timedelta(days=7)
"""The period in which the service is asked about a contradiction; after that only at the user's request."""

_PACES: Final = (
    (timedelta(minutes=1), timedelta(seconds=10)),
    (timedelta(minutes=10), timedelta(minutes=1)),
    (timedelta(hours=1), timedelta(minutes=10)),
    (timedelta(days=1), timedelta(hours=1)),
)
_SLOWEST: Final = timedelta(days=1)
_NOT_LAST: Final = frozenset({Stage.FAILED, Stage.PARTIAL, Stage.CONTRADICTORY})


def platform_stages(request: Stage, platforms: Sequence[str], results: Sequence[PlatformResult]) -> tuple[Stage, ...]:
    """Return the stage of each platform, in their order. Without any results all have the request's stage."""
    if not results:
        return tuple(request for _ in platforms)
    own = [frozenset(stage_of(result.status) for result in results if result.platform == platform) for platform in platforms]
    stages = tuple(_of_platform(request, each) for each in own)
    if Stage.CONTRADICTORY not in stages and not _agree(request, stages):
        return tuple(Stage.CONTRADICTORY for _ in stages)
    return stages


def _agree(request: Stage, stages: Sequence[Stage]) -> bool:
    """Return True if the request's stage fits its platforms' stages, of which none contradicts it alone."""
    open_ones = sum(stage in OPEN_STAGES for stage in stages)
    if open_ones:
        return request in OPEN_STAGES or open_ones < len(stages)
    return _together(stages, request) == request


def _of_platform(request: Stage, own: frozenset[Stage]) -> Stage:
    if len(own) != 1:
        return request if request in OPEN_STAGES and not own else Stage.CONTRADICTORY
    (reported,) = own
    if request in OPEN_STAGES:
        return later_stage(request, reported)
    # The stage PARTIAL of a request does not tell which platforms failed.
    return reported if request in (reported, Stage.PARTIAL) else Stage.CONTRADICTORY


def overall_stage(request: Stage, stages: Sequence[Stage]) -> Stage:
    """Return the stage of a request with these platform stages."""
    if Stage.CONTRADICTORY in stages:
        return Stage.CONTRADICTORY
    together = _together(stages, request)
    return Stage.PROCESSING if together == Stage.PARTIAL and any(stage in OPEN_STAGES for stage in stages) else together


def _together(stages: Sequence[Stage], request: Stage) -> Stage:
    different = {*stages}
    return request if not different else different.pop() if len(different) == 1 else Stage.PARTIAL


def merge_results(known: tuple[PlatformResult, ...], reported: tuple[PlatformResult, ...]) -> tuple[PlatformResult, ...]:
    """Return each platform's new results; the known ones where those are further along or the new ones are missing."""
    merged: list[PlatformResult] = []
    for platform in dict.fromkeys(result.platform for result in (*reported, *known)):
        before = [result for result in known if result.platform == platform]
        now = [result for result in reported if result.platform == platform]
        merged += now if now and _least(now) >= _least(before) and _most(now) >= _most(before) else before
    return tuple(merged)


def _least(results: Iterable[PlatformResult]) -> int:
    return min((stage_rank(stage_of(result.status)) for result in results), default=0)


def _most(results: Iterable[PlatformResult]) -> int:
    return max((stage_rank(stage_of(result.status)) for result in results), default=0)


def is_settled(stage: Stage, stage_since: datetime | None, now: datetime) -> bool:
    """Return True if the stage is final: published, or a failure that is a day old."""
    if stage in OPEN_STAGES or stage == Stage.CONTRADICTORY:
        return False
    return stage == Stage.PUBLISHED or (stage_since is not None and now - stage_since >= SETTLES_AFTER)


def next_check_at(stage: Stage, stage_since: datetime | None, checked_at: datetime | None) -> datetime | None:
    """Return when to ask the service again, at growing intervals; None if only the user's request does."""
    if stage not in _NOT_LAST or stage_since is None:
        return None
    looked = max(stage_since, checked_at or stage_since)
    stood = looked - stage_since
    if stood >= (_ASKED_FOR if stage == Stage.CONTRADICTORY else SETTLES_AFTER):
        return None
    return looked + next((every for limit, every in _PACES if stood < limit), _SLOWEST)
