"""Each safeguard is needed: one at a time is removed from a copy of the sources, and a test has to notice.

The last of them break one promise each, and the runs of `stateful` have to notice.

python -m tests.proofs safeguards [WORD…]      those whose name has one of the words, or all
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.proofs import any_order
from tests.proofs.process_forker import ROOT

_PATIENCE_S = 240
_LIVES, _STEPS = 400, 40
_SHOWN = 300
_REST_S = 900
"""Runs that are not over by then go on for ever, also where the machine has other work to do."""
_FAILED: Final = re.compile(r"^FAILED (.+?)(?: - .*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Safeguard:
    """A piece of the sources (`text` of `file`), and its replacement without the safeguard.

    `tests` are pytest's arguments; empty where the runs of `stateful` have to notice.
    """

    name: str
    file: str
    text: str
    without: str
    tests: tuple[str, ...] = ()


SAFEGUARDS: Final = (
    Safeguard(
        "a list that was cut is not taken for all of it",
        "engine/full_list.py",
        "after_answer(frozenset(ids), whole=complete, unsure=self._is_unsure)",
        "after_answer(frozenset(ids), whole=True, unsure=self._is_unsure)",
        ("tests/engine/test_full_list.py", "-k", "holds_only_some"),
    ),
    Safeguard(
        "a date in a header is read whatever it holds",
        "api/http_response.py",
        "except (ValueError, OverflowError, TypeError, IndexError):",
        "except ValueError:",
        ("tests/api/test_headers.py",),
    ),
    Safeguard(
        "the marker is a compare-and-set",
        "store/attempts.py",
        "entry = entries.advance(conn, entry_id, Event.MARKED, now, one_more)",
        "known = entries.get(conn, entry_id)\n    assert known\n"
        "    entry = entries.write(conn, one_more(replace(known, state=State.SENDING)), now)",
        ("tests/store/test_outbox.py", "-k", "marker"),
    ),
    Safeguard(
        "the marker is committed before the first byte",
        "api/transport.py",
        "                await _to_the_end(mark)\n",
        "                asyncio.get_running_loop().call_later(0.05, asyncio.ensure_future, mark())\n",
        ("tests/api/test_mark.py", "tests/api/test_failure_table.py", "-k", "no_byte or with_an_id"),
    ),
    Safeguard(
        "a commit that was begun is waited for",
        "api/transport.py",
        "                await _to_the_end(mark)\n",
        "                await mark()\n",
        ("tests/api/test_mark.py", "-k", "cancelled"),
    ),
    Safeguard(
        "whether it was marked is read from the store",
        "engine/attempt_results.py",
        "    if kept is None or kept.state != State.SENDING:\n",
        "    if kept is None or (isinstance(result, NotSent) or kept.state != State.SENDING):\n",
        ("tests/proofs/test_stateful.py", "-k", "marked_is_in_doubt"),
    ),
    Safeguard(
        "synchronous = FULL",
        "store/database.py",
        "PRAGMA synchronous = FULL",
        "PRAGMA synchronous = NORMAL",
        ("tests/store/test_database.py", "-k", "durable"),
    ),
    Safeguard(
        "the baseline",
        "engine/preflight.py",
        "return Baseline((check.ids - owned) | elsewhere, check.whole)",
        "return Baseline(frozenset(), check.whole)",
        ("tests/proofs/test_stateful.py", "-k", "was_there_before"),
    ),
    Safeguard(
        "nothing is concluded from a list that is not whole",
        "domain/matching.py",
        "return listed.complete and ids_to_be_listed <= {post.id for post in listed.posts}",
        "return True",
        ("tests/domain/test_matching.py", "tests/engine/test_reconciling.py", "-k", "whole or lacks"),
    ),
    Safeguard(
        "what else of ours may be out is a rival",
        "engine/reconciler.py",
        "found = match(sent_entry, candidates, self._competitors(conn, kept), known, new=attempt.baseline.whole, whole=guess)",
        "found = match(sent_entry, candidates, (), known, new=attempt.baseline.whole, whole=guess)",
        ("tests/engine/test_reconciling.py", "-k", "two_lost"),
    ),
    Safeguard(
        "an id that another entry owns is no reference",
        "engine/attempt_results.py",
        "if isinstance(result, RemotePost) and not accepted.is_owned(conn, workspace_id, result.id):",
        "if isinstance(result, RemotePost):",
        ("tests/engine/test_interrupted.py", "-k", "belongs_to_another"),
    ),
    Safeguard(
        "the hash is checked before sending",
        "engine/sender.py",
        "if content_hash(client.external_user_id, kept) != kept.hash:",
        "if content_hash(client.external_user_id, kept) != kept.hash and not kept.hash:",
        ("tests/engine/test_interrupted.py", "-k", "what_is_not_what_was_scheduled"),
    ),
    Safeguard(
        "it is checked once more with the marker",
        "engine/sender.py",
        "if self._draining or not self._check(conn, entry, client):",
        "if self._draining:",
        ("tests/engine/test_interrupted.py", "-k", "between_the_check_and_the_first_byte"),
    ),
    Safeguard(
        "the accounts are checked before sending",
        "engine/sender.py",
        "held = account_hold(conn, kept)",
        "held = None if entry else account_hold(conn, kept)",
        ("tests/engine/test_promises.py", "tests/engine/test_delivery.py", "-k", "another_account or needs_reconnecting"),
    ),
    Safeguard(
        "a new connection for each POST",
        "api/client.py",
        "Priority.SEND, cause, self._timeouts.post, own_connection=True, mark=mark",
        "Priority.SEND, cause, self._timeouts.post, own_connection=False, mark=mark",
        ("tests/api/test_failure_table.py", "-k", "connection_of_its_own"),
    ),
    Safeguard(
        "a POST is not repeated",
        "api/client.py",
        "        return await self._once(\n            request, responses.read_created_post,",
        "        return await self._retrying.copy()(\n            self._once, request, responses.read_created_post,",
        ("tests/api/test_failure_table.py", "-k", "without_a_status or statuses"),
    ),
    Safeguard(
        "no redirects",
        "api/transport.py",
        "                await partial_response.read(response)\n",
        "                if 300 <= response.status_code < 400:\n"
        "                    await response.aread()\n"
        "                    response = await connections.handle_async_request(\n"
        "                        self._to_httpx(request, timeouts, _SendTrace('', timeouts, None), alone))\n"
        "                await partial_response.read(response)\n",
        ("tests/api/test_failure_table.py", "-k", "redirect or statuses"),
    ),
    Safeguard(
        "a status that says nothing leaves it uncertain",
        "engine/outcomes.py",
        "            return SendOutcome(Event.LOST, format_reason(Reason.SERVER_FAILURE, error.detail or str(error.status)))",
        "            return SendOutcome(Event.REFUSED, format_reason(Reason.SERVER_FAILURE, error.detail or str(error.status)))",
        ("tests/engine/test_outcomes.py",),
    ),
    Safeguard(
        "what was being sent at the end is uncertain at the start",
        "engine/planner.py",
        "        if await self._database.run(self._recover):\n",
        "        if not self._recover:\n",
        ("tests/engine/test_interrupted.py", "-k", "kill_9 or deadline"),
    ),
    Safeguard(
        "a post whose file can't be had is held",
        "engine/sender.py",
        "if await self._media_guard.hold_if_media_problem(entry):",
        "if entry.id < 0:",
        ("tests/engine/test_media_guard.py", "-k", "before_it_is_sent"),
    ),
    Safeguard(
        "what is let go is not held for its file again",
        "engine/media_guard.py",
        " or kept.media_confirmed:",
        ":",
        ("tests/engine/test_media_guard.py", "-k", "lets_go"),
    ),
    Safeguard(
        "what can't be told of a file holds nothing",
        "domain/media.py",
        "return self.problem if self.problem not in POSSIBLY_LOCAL else None",
        "return self.problem",
        ("tests/engine/test_media_guard.py", "-k", "told or trouble"),
    ),
    Safeguard(
        "each address of a file's host is public",
        "media/fetch_policy.py",
        "if not (mine or all(self.public(each) for each in found)):",
        "if not (mine or any(self.public(each) for each in found)):",
        ("tests/media/test_media_probe.py", "-k", "one_address_is_private"),
    ),
    Safeguard(
        "the address that was checked is the one that is connected to",
        "media/remote_file.py",
        "self._url = host.url.copy_with(host=address)",
        "self._url = host.url",
        ("tests/media/test_media_probe.py", "-k", "looked_up_once"),
    ),
    Safeguard(
        "the certificate is for the name",
        "media/remote_file.py",
        '"sni_hostname": self._name',
        '"sni_hostname": "files.example.org"',
        ("tests/media/test_media_probe.py", "-k", "another_name"),
    ),
    Safeguard(
        "a key is found for its own origin alone",
        "store/keys.py",
        '        return f"{self._profile_id}/{owner}/{origin}" if origin else f"{self._profile_id}/{owner}"\n',
        '        return f"{self._profile_id}/{owner}/" if origin else f"{self._profile_id}/{owner}"\n',
        ("tests/store/test_keys.py", "-k", "origin_alone"),
    ),
    Safeguard(
        "a key is used for its own origin alone",
        "running_session.py",
        "        elif kept.key and kept.origin != origin_of(self._address):\n",
        "        elif not kept.origin and not kept.key and origin_of(self._address) == self._key:\n",
        ("tests/app/test_running_session.py",),
    ),
    Safeguard(
        "a profile from elsewhere is another one",
        "store/externals.py",
        "    if not profile_identity.has_valid_identity(conn, database):\n",
        "    if not profile_identity.stored_id(conn):\n",
        ("tests/store/test_externals.py", "-k", "elsewhere"),
    ),
    Safeguard(
        "a command that is not confirmed does not run",
        "engine/file_transfers.py",
        "        if self._targets.is_unconfirmed(target):\n",
        "        if self._targets.is_unconfirmed(target) and not target.id:\n",
        ("tests/engine/test_unconfirmed.py", "-k", "command"),
    ),
    Safeguard(
        "a copied or restored profile is held",
        "store/copy_detection.py",
        "    if known is None:\n",
        "    if known is None or known:\n",
        ("tests/engine/test_copied_profiles.py", "-k", "restored or copies"),
    ),
    Safeguard(
        "what another copy may have sent is in doubt",
        "store/copy_detection.py",
        "        put_in_doubt(conn, replace(entry, hold=Hold.RESTORED), min(now, since.get(entry.client_id, now)), now)\n",
        "        entries.write(conn, replace(entry, hold=Hold.RESTORED), since.get(entry.client_id, now))\n",
        ("tests/engine/test_restored_profiles.py", "-k", "went_out_since or before_the_service"),
    ),
    Safeguard(
        "a hold outranks the clock",
        "domain/lock_in.py",
        "    return entry.hold == Hold.RESTORED\n",
        "    return entry.hold == Hold.RESTORED and not entry.due_at\n",
        ("tests/engine/test_restored_profiles.py", "-k", "outranks"),
    ),
    Safeguard(
        "no two scheduleAt are alike",
        "domain/times.py",
        "        if ms not in taken:\n",
        "        if ms:\n",
        ("tests/domain/test_new_posts.py", "tests/domain/test_times.py", "-k", "free or alike or millisecond"),
    ),
    Safeguard(
        "what is late by more than the grace is missed",
        "domain/lock_in.py",
        "    return now - entry.due_at - turn > GRACE\n",
        "    return now - entry.due_at - turn > 100 * GRACE\n",
        ("tests/domain/test_lock_in.py", "tests/engine/test_delivery.py", "-k", "missed or late or grace"),
    ),
    Safeguard(
        "only what was certainly not sent is taken back",
        "domain/recall.py",
        "RECALLABLE_STATES = frozenset({State.PLANNED,",
        "RECALLABLE_STATES = frozenset({State.UNCERTAIN, State.PLANNED,",
        ("tests/engine/test_recall.py", "-k", "may_be_out"),
    ),
    Safeguard(
        "a draft becomes a post once",
        "store/posts.py",
        'WHERE group_token = ? ORDER BY id", (draft_id,)).fetchall()\n',
        'WHERE group_token = ? ORDER BY id", ("",)).fetchall()\n',
        ("tests/engine/test_promises.py", "-k", "becomes_a_post_once"),
    ),
    Safeguard(
        "one process a profile",
        "profile.py",
        "        if self._lock.tryLock(0):\n",
        "        if self._lock.tryLock(0) or self._lock:\n",
        ("tests/app/test_single_instance.py",),
    ),
    Safeguard(
        "labels take no text as markup",
        "ui/kit/plain_text.py",
        "        self.setTextFormat(Qt.TextFormat.PlainText)\n        self.setWordWrap",
        "        self.setWordWrap",
        ("tests/ui/test_plain_text.py",),
    ),
    Safeguard(
        "the listener answers to its own name alone",
        "api/redirect_listener.py",
        '_values(request, b"host") == [b"%b:%d" % (HOST.encode(), port)]',
        'bool(_values(request, b"host"))',
        ("tests/api/test_redirect_listener.py", "-k", "rebinding"),
    ),
    Safeguard(
        "nothing is sent again after a kill",
        "engine/planner.py",
        "entries.advance(conn, entry.id, Event.RESTARTED, self._clock.now(), _stopped)",
        "entries.advance(conn, entry.id, Event.REFUSED_FOR_NOW, self._clock.now(), _stopped)",
    ),
    Safeguard(
        "what is refused was not taken",
        "engine/outcomes.py",
        "            return SendOutcome(Event.LOST, format_reason(Reason.SERVER_FAILURE, error.detail or str(error.status)))",
        "            return SendOutcome(Event.REFUSED, format_reason(Reason.SERVER_FAILURE, error.detail or str(error.status)))",
    ),
    Safeguard("what is taken back becomes a draft", "engine/recall.py", "    drafts.save(conn, draft)\n", ""),
    Safeguard(
        "an entry has its own post's id",
        "engine/reconciler.py",
        "found = match(sent_entry, candidates, self._competitors(conn, kept), known, new=attempt.baseline.whole, whole=guess)",
        "found = ((candidates[0], Evidence.WORDS) if candidates else None) or match(sent_entry, candidates, (), known)",
    ),
    Safeguard(
        "what existed before is not ours",
        "engine/preflight.py",
        "return Baseline((check.ids - owned) | elsewhere, check.whole)",
        "return Baseline(frozenset(), check.whole)",
    ),
    Safeguard(
        "what the service said never goes back",
        "engine/remote_updates.py",
        "    if entry.stage == Stage.PUBLISHED:\n",
        "    if entry.stage == Stage.PUBLISHED and not remote:\n",
        ("tests/engine/test_request_stage.py", "-k", "taken_back"),
    ),
    Safeguard(
        "a failure is not called under way again",
        "engine/remote_updates.py",
        "    word = entry.remote_status if back else remote.status\n",
        "    word = remote.status\n",
        ("tests/engine/test_request_stage.py", "-k", "whatever_is_said"),
    ),
    Safeguard(
        "a failure is not settled for a day",
        "domain/request_stage.py",
        "_NOT_LAST: Final = frozenset({Stage.FAILED, Stage.PARTIAL, Stage.CONTRADICTORY})",
        "_NOT_LAST: Final = frozenset({Stage.CONTRADICTORY})",
        ("tests/engine/test_request_stage.py", "-k", "stood_for_a_day"),
    ),
    Safeguard(
        "a platform's result outranks the request's word",
        "domain/request_stage.py",
        "    return reported if request in (reported, Stage.PARTIAL) else Stage.CONTRADICTORY\n",
        "    return reported if request in (reported, Stage.PARTIAL) else request\n",
        ("tests/engine/test_retry_failed.py", "-k", "question"),
    ),
    Safeguard(
        "a new try asks first",
        "engine/sender.py",
        "            if await self._resend_check.hold_if_unresolved(entry, cause):\n",
        "            if entry.id < 0:\n",
    ),
    Safeguard(
        "without a clear answer nothing is tried again",
        "engine/resend_check.py",
        "            return ResendHold(Hold.EARLIER_UNCLEAR, first.id, _said(error)), "
        "timedelta(seconds=error.retry_after or 0)\n",
        "            return None, timedelta(seconds=error.retry_after or 0)\n",
        ("tests/engine/test_retry_failed.py", "-k", "clear_answer"),
    ),
    Safeguard(
        "what is made to be tried again knows its first try",
        "engine/submission.py",
        "        post = with_earlier(\n            conn, workspace_id, replace(post, family=family, approval=approval, "
        "overridden=submission.overridden), replaced\n        )\n",
        "        post = replace(post, family=family, approval=approval, overridden=submission.overridden)\n"
        "        assert with_earlier\n",
        ("tests/engine/test_retry_failed.py", "-k", "meanwhile or copy or ended"),
    ),
    Safeguard(
        "what was called not sent is looked for before the second",
        "engine/preflight.py",
        "        await self._foreign_posts.match_decided(listed.posts)\n",
        "        assert listed\n",
        ("tests/engine/test_found_later.py", "-k", "just_before"),
    ),
    Safeguard(
        "states move as the table says",
        "domain/delivery.py",
        "(_WAITING, Event.TIME_PASSED, State.MISSED)",
        "(_WAITING, Event.TIME_PASSED, State.CANCELLED)",
    ),
    Safeguard(
        "no byte leaves without a marker",
        "engine/sender.py",
        "            await self._database.run(marked)\n",
        "            await asyncio.sleep(0 * len(marked.__name__))\n",
    ),
    Safeguard(
        "a restored profile sends nothing by itself",
        "store/copy_detection.py",
        "    if known is None:\n",
        "    if known is None or known:\n",
    ),
    Safeguard(
        "a copied series makes nothing by itself",
        "store/series.py",
        '    conn.execute("UPDATE series SET state = ? WHERE state = ?", (SeriesState.COPIED, SeriesState.RUNNING))\n',
        "    assert conn\n",
    ),
    Safeguard(
        "no other account gets it",
        "engine/sender.py",
        "held = account_hold(conn, kept)",
        "held = None if entry else account_hold(conn, kept)",
    ),
    Safeguard(
        "nothing leaves while all is paused",
        "store/settings.py",
        "    return bool(value(conn, _PAUSED_SINCE))\n",
        "    return False\n",
    ),
    Safeguard(
        "nothing leaves without its client's word",
        "store/approvals.py",
        "    return conn.execute(query, (post_id, Approval.APPROVED)).fetchone() is not None\n",
        "    return False\n",
    ),
    Safeguard(
        "an approval counts for the version it was given for",
        "domain/approval_fingerprint.py",
        "    state = Approval.APPROVED if set(now) <= {*record.fingerprints} else Approval.WAITING\n",
        "    state = Approval.APPROVED\n",
        ("tests/engine/test_approvals.py", "-k", "asks_again"),
    ),
    Safeguard(
        "nothing is sent long after its time",
        "domain/lock_in.py",
        "    return now - entry.due_at - turn > GRACE\n",
        "    return now - entry.due_at - turn > 100 * GRACE\n",
    ),
    Safeguard(
        "nothing stays in doubt for ever",
        "domain/matching.py",
        "    return Evidence.CANNOT_TELL if now >= _time_to_ask(entry, ended_at, tells=tells) else Evidence.NONE\n",
        "    return Evidence.NONE\n",
    ),
)


def table(found: Mapping[str, Sequence[str]]) -> str:
    """Return the tests that noticed, in Markdown."""
    rows = "\n".join(f"| {name} | {_shown(noticed)} |" for name, noticed in found.items())
    return f"| safeguard | noticed by |\n|---|---|\n{rows}"


def _shown(noticed: Sequence[str]) -> str:
    more = f" and {len(noticed) - 1} more" if len(noticed) > 1 else ""
    return f"{textwrap.shorten(noticed[0], _SHOWN, placeholder=' …')}{more}" if noticed else "nothing"


def without(safeguard: Safeguard) -> list[str]:
    """Return the tests that notice the removed safeguard. Raises LookupError where its text no longer exists."""
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "src"
        shutil.copytree(ROOT / "src", sources, ignore=shutil.ignore_patterns("__pycache__"))
        take_out(safeguard, sources / "postdesk")
        return _failures(safeguard.tests, sources) if safeguard.tests else _broken(sources)


def take_out(safeguard: Safeguard, package: Path) -> None:
    """Change the copy of the sources in `package`. Raises LookupError where the text does not occur exactly once."""
    file = package / safeguard.file
    text = file.read_text(encoding="utf-8")
    if (times := text.count(safeguard.text)) != 1:
        raise LookupError(f"{safeguard.name}: its text is {times} times in {safeguard.file}")
    changed = text.replace(safeguard.text, safeguard.without)
    compile(changed, safeguard.file, "exec")
    file.write_text(changed, encoding="utf-8")


def _broken(sources: Path) -> list[str]:
    """Return the first promise that is broken in some hundred runs."""
    ended = any_order.end(any_order.begin(_LIVES, _STEPS, 0, shrink=False, sources=sources), _REST_S)
    return ended.wrong.splitlines()[:1]


def _failures(tests: tuple[str, ...], sources: Path) -> list[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--maxfail=3", *tests]
    environment = os.environ | {"PYTHONPATH": f"{sources}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    # 0: all passed, 1: some failed; any other status is no answer.
    if ran.returncode not in (0, 1):
        raise AssertionError(ran.stdout[-2000:] + ran.stderr[-2000:])
    return _FAILED.findall(ran.stdout)
