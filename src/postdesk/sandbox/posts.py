"""Posts: accepted at once or for later, and delivered to the invented accounts."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from postdesk.sandbox.accounts import Account, AccountBehaviour, find_account
from postdesk.sandbox.bodies import PostBody
from postdesk.sandbox.end_users import EndUsers
from postdesk.sandbox.faults import Faults, Kind, Subject
from postdesk.sandbox.moments import Clock, to_text
from postdesk.sandbox.platforms import PLATFORMS, refusal_reason
from postdesk.sandbox.records import (
    CONNECTED,
    FAILED,
    IMMEDIATE,
    NEEDS_RECONNECT,
    PARTIAL,
    PROCESSING,
    PUBLISHED,
    SCHEDULED,
    PlatformResult,
    Post,
)
from postdesk.sandbox.refusal import Refusal, invalid, missing
from postdesk.sandbox.state import State

SLOW_FOR: Final = timedelta(minutes=3)


class Posts:
    def __init__(self, state: State, clock: Clock, end_users: EndUsers, faults: Faults) -> None:
        self._state, self._clock, self._end_users, self._faults = state, clock, end_users, faults

    def publish(self, body: PostBody, *, outside: bool = False) -> Post:
        return self._deliver(self._new(body, IMMEDIATE, outside=outside))

    def schedule(self, body: PostBody, *, outside: bool = False) -> Post:
        if body.schedule_at is None or body.schedule_at <= to_text(self._clock.now()):
            raise invalid("scheduleAt must be in the future.")
        post = self._new(body, SCHEDULED, outside=outside)
        self._state.save_post(post)
        return post

    def get(self, post_id: str) -> Post:
        post = self._state.post(post_id)
        if post is None:
            raise missing("post")
        return post

    def deliver_due(self, now: datetime) -> None:
        """Publish the scheduled posts that are due, however long ago."""
        for post in self._state.due_posts(to_text(now)):
            self._deliver(post)

    def finish_due(self, now: datetime) -> None:
        """End the publishing of slow accounts that have finished, and publish posts first reported as failed."""
        for post in self._state.processing_posts(to_text(now)):
            self._save(post, tuple(self._finished(each, post, now) for each in post.results))

    def _new(self, body: PostBody, mode: str, *, outside: bool) -> Post:
        self._require_connected(body)
        return Post(
            id=str(uuid.uuid4()),
            mode=mode,
            status=SCHEDULED if mode == SCHEDULED else PROCESSING,
            external_user_id=body.external_user_id,
            title=body.title,
            content=body.content,
            platforms=body.platforms,
            media_url=body.media_url,
            thumbnail_url=body.thumbnail_url,
            metadata=body.metadata or {},
            schedule_at=body.schedule_at,
            created_at=to_text(self._clock.now()),
            outside=outside,
        )

    def _require_connected(self, body: PostBody) -> None:
        """Refuse an unknown end user with 404, and platforms that are not connected with 400."""
        connections = self._end_users.connections(body.external_user_id)
        ready = {each.platform for each in connections if each.status == CONNECTED}
        absent = [platform for platform in body.platforms if platform not in ready]
        if absent:
            message = f"platforms: {', '.join(absent)} not connected for externalUserId {body.external_user_id!r}."
            raise Refusal(400, "platform_not_connected", message)

    def _deliver(self, post: Post) -> Post:
        return self._save(post, tuple(self._deliver_to(platform, post) for platform in post.platforms))

    def _deliver_to(self, platform: str, post: Post) -> PlatformResult:
        subject = Subject("publish" if post.mode == IMMEDIATE else "schedule", post.external_user_id, (platform,))
        connection = self._state.connection(post.external_user_id, platform)
        account = find_account(platform, connection.account_id) if connection else None
        if connection is None or account is None:
            return _failure(platform, None, "not_connected", "is no longer connected.")
        if connection.status == CONNECTED and self._faults.take({Kind.NEEDS_RECONNECT}, subject):
            connection = self._end_users.set_status(connection, NEEDS_RECONNECT)
        if connection.status != CONNECTED:
            return _failure(platform, account, "reconnect_required", "must be reconnected: its access has ended.")
        if account.behaviour is AccountBehaviour.EXPIRES:
            self._end_users.set_status(connection, NEEDS_RECONNECT)
        if self._faults.take({Kind.PLATFORM_FAILS}, subject):
            return _failure(platform, account, "platform_error", "answered that it is not available.")
        if self._faults.take({Kind.FAILS_THEN_PUBLISHES}, subject):
            failed = _failure(platform, account, "platform_timeout", "did not answer in time.")
            return replace(failed, finish_at=to_text(self._clock.now() + SLOW_FOR))
        return self._outcome(platform, account, post)

    def _outcome(self, platform: str, account: Account, post: Post) -> PlatformResult:
        reason = refusal_reason(platform, post)
        if reason:
            return _failure(platform, account, "content_refused", reason)
        if account.behaviour is AccountBehaviour.FAILS:
            return _failure(platform, account, "account_restricted", "refused the post: this account may not publish.")
        now = self._clock.now()
        external_id = f"sandbox:{platform}:{post.id}"
        if account.behaviour is AccountBehaviour.SLOW:
            return PlatformResult(platform, PROCESSING, account.id, external_id, finish_at=to_text(now + SLOW_FOR))
        return PlatformResult(platform, PUBLISHED, account.id, external_id, published_at=to_text(now))

    def _finished(self, result: PlatformResult, post: Post, now: datetime) -> PlatformResult:
        if result.finish_at is None or result.finish_at > to_text(now):
            return result
        external_id = f"sandbox:{result.platform}:{post.id}"
        return PlatformResult(result.platform, PUBLISHED, result.account_id, external_id, published_at=result.finish_at)

    def _save(self, post: Post, results: tuple[PlatformResult, ...]) -> Post:
        post = replace(post, results=results, status=_status(results))
        self._state.save_post(post)
        return post


def _status(results: tuple[PlatformResult, ...]) -> str:
    """Return the status of the whole request."""
    statuses = {each.status for each in results}
    if PROCESSING in statuses:
        return PROCESSING
    return PARTIAL if len(statuses) > 1 else statuses.pop()


def _failure(platform: str, account: Account | None, code: str, words: str) -> PlatformResult:
    """Return a failed result; its message is the platform's name followed by `words`."""
    message = f"{PLATFORMS[platform].name} {words}"
    return PlatformResult(platform, FAILED, account.id if account else None, error_code=code, error_message=message)
