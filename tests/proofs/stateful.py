"""Events of a workspace session in any order: the rules of a state machine, for `test_stateful` and `python -m tests.proofs`."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import ClassVar, Final

from hypothesis import HealthCheck, Phase, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.proofs.ledger import NEVER, Account
from tests.proofs.promises import Row
from tests.proofs.two_clients import PLATFORMS
from tests.proofs.wire import BEHAVIOURS
from tests.proofs.world import World

from postdesk.domain.delivery import Stage, State
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, ActionContext, post_actions
from postdesk.domain.series import Frequency
from postdesk.engine.workspace_session import WorkspaceSession

Chosen = tuple[Platform, ...]

_MINUTES = [3, 20, 90, 1500, 4000]
_PICK = st.integers(0, 5)
_ON = st.sampled_from([PLATFORMS[:1], PLATFORMS[1:], PLATFORMS])
_ACTS = st.sampled_from(SubmitMode)
_OPEN = (State.UNCERTAIN, State.NEEDS_USER, State.ACCEPTED_WITHOUT_ID)
NAMED: Final = {behaviour.name: behaviour for behaviour in BEHAVIOURS}
_BEHAVES = st.sampled_from(sorted(NAMED))
_PEOPLE = st.integers(0, 1)
_HABITS = ("token", "content", "moment", "content created", "moment created", "second", "", "token content moment created")
_SENDING: Final[dict[Action, Callable[[WorkspaceSession, int], None]]] = {
    Action.PUBLISH_NOW: lambda session, post_id: session.post_commands.publish_now(post_id),
    Action.RELEASE: lambda session, post_id: session.post_commands.resume(post_id),
    Action.RESUME: lambda session, post_id: session.post_commands.resume(post_id),
    Action.LOCK_IN: lambda session, post_id: session.post_commands.lock_in(post_id),
    Action.RETRY: lambda session, post_id: session.post_commands.retry_failed(post_id),
    Action.RESUME_ALL: lambda session, post_id: session.pause.end(),
    Action.APPROVE: lambda session, post_id: session.approvals.approve([post_id]),
}
"""The effects of a post's first button that may send something; the others show something."""

_REPEATS = st.sampled_from([frozenset(habits.split()) for habits in _HABITS])


def click_what_is_offered_first(world: World) -> None:
    """Click the first button of every post. A click does not confirm the sending of a post that another copy may have sent."""
    for post_id in dict.fromkeys(row.post_id for row in world.rows()):
        post = world.session.post_commands.post(post_id)
        first = next((action.kind for action in post_actions(post, ActionContext()) if action.primary), None) if post else None
        if first in _SENDING:
            world.act(f"{first} {post_id}, offered first", partial(_SENDING[first], world.session, post_id))


class Deliveries(RuleBasedStateMachine):
    """A session, its user, its service and its computer."""

    moves: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.world = World(note)
        self._texts = self._drafts = 0

    def teardown(self) -> None:
        try:
            self.world.heal()
            self.promises_hold()
            self.moves.update(self.world.promises.moves)
            assert not self.world.unsettled(), f"left as it is for ever: {self.world.unsettled()}"
        finally:
            self.world.end()

    @initialize(repeats=_REPEATS, by_due_time=st.booleans())
    def the_service_has_its_habits(self, repeats: frozenset[str], by_due_time: bool) -> None:
        self.world.ledger.odd.repeats, self.world.ledger.odd.by_due_time = repeats, by_due_time

    @invariant()
    def promises_hold(self) -> None:
        self.world.promises.check()
        assert not self.world.failures, self.world.failures

    def _words(self, same: bool) -> str:
        self._texts += not (same and self._texts)
        return f"words {self._texts}"

    def _draft(self, person: int, text: str, platforms: Chosen, minutes: int) -> Draft:
        world = self.world
        due_at = (world.session.clock.now() + timedelta(minutes=minutes)).replace(microsecond=0)
        number = world.client(person).id
        self._drafts += 1
        return Draft(f"draft {self._drafts}", number, platforms, text, due_at=due_at)

    def _rows(self, *states: State) -> list[Row]:
        return [row for row in self.world.rows() if not states or row.state in states]

    def _on_post(self, name: str, pick: int, act: Callable[[int], object], *states: State) -> None:
        found = self._rows(*states)
        if found:
            post_id = found[-1 - pick % len(found)].post_id
            self.world.promises.let_go(post_id)
            self.world.act(f"{name} {post_id}", lambda: act(post_id))

    def _on_entry(self, name: str, pick: int, act: Callable[[int], object], *states: State) -> Row | None:
        found = self._rows(*states)
        if not found:
            return None
        row = found[-1 - pick % len(found)]
        self.world.promises.let_go(row.post_id)
        self.world.act(f"{name} {row.id}", lambda: act(row.id))
        return row

    @rule(
        person=_PEOPLE,
        same=st.booleans(),
        on=_ON,
        minutes=st.sampled_from(_MINUTES),
        act=_ACTS,
        picture=st.booleans(),
        link=st.booleans(),
    )
    def compose(self, person: int, same: bool, on: Chosen, minutes: int, act: SubmitMode, picture: bool, link: bool) -> None:
        """Compose a post. One with a picture stays here until it is due; one with a link goes out with tags in it."""
        words = self._words(same)
        draft = self._draft(person, f"{words} https://a.example" if link else words, on, minutes)
        self.world.submit(replace(draft, media_url="https://example.com/a.jpg" if picture else ""), act)

    @rule(person=_PEOPLE, behaviour=_BEHAVES, on=_ON, patience=st.sampled_from([0.5, 10.03, 10.05, 12, 40]))
    def publish(self, person: int, behaviour: str, on: Chosen, patience: float) -> None:
        """Publish a post at once, with a behaviour of its POST."""
        self.world.wire.next_ones.append(NAMED[behaviour])
        self.world.submit(self._draft(person, self._words(False), on, 90), SubmitMode.PUBLISH_NOW)
        self.world.run(patience)

    @rule(person=_PEOPLE, behaviour=_BEHAVES, on=_ON, minutes=st.sampled_from(_MINUTES), patience=st.sampled_from([0.5, 12, 40]))
    def lock_in(self, person: int, behaviour: str, on: Chosen, minutes: int, patience: float) -> None:
        """Submit a post that the service is to schedule, with a behaviour of its POST."""
        self.world.wire.next_ones.append(NAMED[behaviour])
        self.world.submit(self._draft(person, self._words(False), on, minutes), SubmitMode.LOCK_IN)
        self.world.run(patience)

    @rule(person=_PEOPLE, minutes=st.sampled_from(_MINUTES), later=st.sampled_from([0, 2, 25]), act=_ACTS)
    def compose_for_two_times(self, person: int, minutes: int, later: int, act: SubmitMode) -> None:
        """Compose a draft that becomes a post for each of its times, unless it goes out at once."""
        draft = self._draft(person, self._words(False), PLATFORMS, minutes)
        due_at = draft.due_at + timedelta(minutes=later) if draft.due_at else None
        self.world.submit(draft.with_variant(Variant(PLATFORMS[1], due_at=due_at)), act)

    @rule(person=_PEOPLE, count=st.integers(1, 3), on=_ON, minutes=st.sampled_from(_MINUTES))
    def import_drafts(self, person: int, count: int, on: Chosen, minutes: int) -> None:
        """Import rows of a file: all of them become posts, or none; the user takes a moment to see that."""
        self.world.import_drafts([self._draft(person, self._words(False), on, minutes + n) for n in range(count)])
        self.world.run(0.02)

    @rule(pick=_PICK)
    def take_back_what_was_brought_in(self, pick: int) -> None:
        if before := self.world.session.importing.recent():
            made = before[pick % len(before)]
            self.world.act("take back an import", lambda: self.world.session.importing.undo(made.id))

    @rule(
        person=_PEOPLE,
        on=_ON,
        minutes=st.sampled_from(_MINUTES),
        step=st.integers(1, 3),
        ahead=st.sampled_from([1, 5]),
        wordings=st.integers(1, 2),
        same=st.booleans(),
    )
    def begin_a_series(self, person: int, on: Chosen, minutes: int, step: int, ahead: int, wordings: int, same: bool) -> None:
        """Begin a series: posts every few days, made some days ahead; the same text may be repeated, or become drafts."""
        book = self.world.session.series
        series = book.new_from_draft(draft := self._draft(person, self._words(False), on, minutes))
        rule = replace(series.rule, every=Frequency.DAYS, step=step, weekdays=())
        both = (*series.wordings, replace(series.wordings[0], text=self._words(False)))
        series = replace(series, rule=rule, days_in_advance=ahead, wordings=both[:wordings], repeat_confirmed=same)
        self.world.act(f"begin a series of {draft.text!r}", lambda: book.begin(series, draft))

    @rule(pick=_PICK, how=st.sampled_from(["pause", "resume", "end", "delete", "skip", "change_all", "change_from"]))
    def turn_a_series(self, pick: int, how: str) -> None:
        book = self.world.session.series
        found = book.statuses()
        if not found:
            return
        standing = found[pick % len(found)]
        series, coming = standing.series, standing.next_occurrence
        if how == "skip":
            self.world.act("skip", lambda: book.skip(series.id, coming.number) if coming else None)
        elif how == "change_from" and coming:  # from the time after the next on
            number = coming.number + series.rule.step
            first = series.rule.first + timedelta(minutes=5)
            wanted = replace(series, rule=replace(series.rule, first=first))
            self.world.act("change from", lambda: book.change_from(wanted, number))
        elif how == "change_all":
            first = series.rule.first + timedelta(minutes=5)
            self.world.act("change", lambda: book.change_all(replace(series, rule=replace(series.rule, first=first))))
        elif how != "change_from":
            self.world.promises.copied -= {series.id} if how == "resume" else set()
            self.world.act(f"{how} a series", lambda: getattr(book, how)(series.id))

    @rule(pick=_PICK, act=_ACTS, minutes=st.sampled_from(_MINUTES))
    def edit(self, pick: int, act: SubmitMode, minutes: int) -> None:
        found = self._rows()
        draft = self.world.session.composer.factory.edit(found[-1 - pick % len(found)].post_id) if found else None
        if draft and draft.replaces_post:
            due_at = self.world.session.clock.now() + timedelta(minutes=minutes)
            self.world.promises.let_go(draft.replaces_post)
            self.world.submit(replace(draft, text=self._words(False), variants=(), due_at=due_at.replace(microsecond=0)), act)

    @rule(pick=_PICK, minutes=st.sampled_from(_MINUTES))
    def move(self, pick: int, minutes: int) -> None:
        due_at = (self.world.session.clock.now() + timedelta(minutes=minutes)).replace(microsecond=0)
        self._on_post("move", pick, lambda post: self.world.session.post_commands.move(post, due_at), State.PLANNED, State.MISSED)

    @rule(pick=_PICK, how=st.sampled_from(["undo", "undo_click", "cancel", "lock_in", "publish_now", "resume", "retry_failed"]))
    def take_up(self, pick: int, how: str) -> None:
        act = getattr(self.world.session.post_commands, how)

        def acted(post_id: int) -> object:
            if how == "resume":  # the user confirms the first report
                self.world.promises.meant.add(post_id)
            return act(post_id)

        self._on_post(how, pick, acted)

    @rule(pick=_PICK, how=st.sampled_from(["check_now", "confirm_published", "send_again", "mark_not_published", "reject_match"]))
    def answer(self, pick: int, how: str) -> None:
        act = getattr(self.world.session.post_commands, how)
        if how in ("check_now", "mark_not_published"):
            self._on_post(how, pick, act, *_OPEN)
        elif how == "reject_match":
            self._on_entry(how, pick, act, State.ACCEPTED)
        elif (row := self._on_entry(how, pick, act, *_OPEN)) and how == "send_again":
            self.world.promises.said_again(row)

    @rule()
    def click_first_offers(self) -> None:
        click_what_is_offered_first(self.world)

    @rule(pick=_PICK, act=_ACTS)
    def send_a_draft_again(self, pick: int, act: SubmitMode) -> None:
        drafts = [each for each in self.world.session.composer.drafts() if each.platforms]
        if drafts:
            due_at = (self.world.session.clock.now() + timedelta(hours=1)).replace(microsecond=0)
            self.world.submit(replace(drafts[pick % len(drafts)], variants=(), due_at=due_at), act)

    @rule(behaviours=st.lists(_BEHAVES, min_size=1, max_size=3))
    def next_answers(self, behaviours: list[str]) -> None:
        self.world.wire.next_ones.extend(NAMED[name] for name in behaviours)

    @rule(seconds=st.sampled_from([0.02, 1, 6, 12]))
    def wait(self, seconds: float) -> None:
        self.world.run(seconds)

    @rule(seconds=st.sampled_from([20, 45, 130]))
    def wait_longer(self, seconds: float) -> None:
        self.world.run(seconds)

    @rule(minutes=st.sampled_from([1, 5, 12, 20, 70, 1500]))
    def sleep(self, minutes: int) -> None:
        self.world.sleep(timedelta(minutes=minutes))
        self.world.run(65)

    @rule(minutes=st.sampled_from([-2000, -30, -3, 0, 3, 30]))
    def set_the_clock(self, minutes: int) -> None:
        self.world.clock_off = timedelta(minutes=minutes)

    @rule(online=st.booleans(), key_works=st.booleans())
    def line(self, online: bool, key_works: bool) -> None:
        self.world.ledger.odd.online, self.world.ledger.odd.key_works = online, key_works

    @rule(
        lists=st.sampled_from(["whole", "cut", "short", "little room", "no dates", "broken off"]),
        lag=st.sampled_from([timedelta(), timedelta(seconds=50), timedelta(minutes=30), NEVER]),
        gets=st.sampled_from(["well", "failing", "broken", "missing"]),
        by_due_time=st.booleans(),
    )
    def tells(self, lists: str, lag: timedelta, gets: str, by_due_time: bool) -> None:
        odd = self.world.ledger.odd
        odd.lists, odd.lag, odd.gets, odd.by_due_time = lists, lag, gets, by_due_time

    @rule(
        repeats=_REPEATS,
        ends_as=st.sampled_from(["published", "failed", "late", "odd"]),
        while_=st.booleans(),
        back=st.booleans(),
        contradicts=st.sampled_from(["", "failed", "pending"]),
    )
    def repeats(self, repeats: frozenset[str], ends_as: str, while_: bool, back: bool, contradicts: str) -> None:
        odd = self.world.ledger.odd
        odd.repeats, odd.ends_as, odd.takes_a_while, odd.goes_back = repeats, ends_as, while_, back
        odd.contradicts = contradicts

    @rule(
        person=_PEOPLE,
        on=_ON,
        patience=st.sampled_from([0.5, 30, 150]),
        same=st.booleans(),
        gets=st.sampled_from(["well", "failing"]),
    )
    def it_fails_and_is_tried_again_while_the_service_changes_its_mind(
        self, person: int, on: Chosen, patience: float, same: bool, gets: str
    ) -> None:
        """The service reports a failure, and publishes later; meanwhile the user tries again, with the same or another text."""
        world, before = self.world, {draft.id for draft in self.world.session.composer.drafts()}
        odd, ends_as = world.ledger.odd, world.ledger.odd.ends_as
        odd.ends_as, odd.contradicts = "late", ""
        world.submit(self._draft(person, self._words(False), on, 90), SubmitMode.PUBLISH_NOW)
        world.run(20)
        odd.ends_as = ends_as
        failed = [row for row in self._rows(State.ACCEPTED) if row.stage == Stage.FAILED]
        if not failed:
            return
        world.act("try again", lambda: world.session.post_commands.retry_failed(failed[-1].post_id))
        odd.gets = gets
        world.run(patience)
        made = [draft for draft in world.session.composer.drafts() if draft.id not in before and draft.platforms]
        for draft in made[:1]:
            world.submit(draft if same else replace(draft, text=self._words(False), variants=()), SubmitMode.PUBLISH_NOW)
            world.run(12)

    @rule(person=_PEOPLE, on=st.sampled_from(PLATFORMS), alike=st.booleans(), scheduled=st.booleans(), token=st.booleans())
    def made_elsewhere(self, person: int, on: object, alike: bool, scheduled: bool, token: bool) -> None:
        text = f"words {self._texts}" if alike else "words of somebody"
        due_in = timedelta(hours=1) if scheduled else None
        user = self.world.client(person).external_user_id
        self.world.ledger.elsewhere(user, str(on), text, "another token" if token else "", due_in)

    @rule(person=_PEOPLE, on=st.sampled_from(PLATFORMS), behaviour=_BEHAVES, patience=st.sampled_from([0.5, 12, 40]))
    def publish_what_is_there_already(self, person: int, on: Platform, behaviour: str, patience: float) -> None:
        """Publish a text that was published in another way before."""
        draft = self._draft(person, self._words(False), (on,), 90)
        self.world.ledger.elsewhere(self.world.client(person).external_user_id, on, draft.text, "", None)
        self.world.wire.next_ones.append(NAMED[behaviour])
        self.world.submit(draft, SubmitMode.PUBLISH_NOW)
        self.world.run(patience)

    @rule(person=_PEOPLE, on=st.sampled_from(PLATFORMS), how=st.sampled_from(["another", "as before", "broken", "agreed to"]))
    def account(self, person: int, on: Platform, how: str) -> None:
        """Let another account answer, or the same one need a reconnect; the user may confirm."""
        if how == "agreed to":
            self.world.confirm(person, on)
            return
        user = self.world.client(person).external_user_id
        name, status = "another" if how == "another" else f"{user} {on}", "expired" if how == "broken" else "connected"
        self.world.ledger.accounts[user, on] = Account(name, status, self.world.loop.time())

    @rule(on=st.booleans())
    def pause(self, on: bool) -> None:
        """Switch all sending on or off."""
        self.world.act("pause", self.world.session.pause.begin if on else self.world.session.pause.end)
        self.world.run(0.02)

    @rule(person=_PEOPLE, on=st.booleans())
    def posts_wait_for_the_client(self, person: int, on: bool) -> None:
        """Change the client's approval setting."""
        client = replace(self.world.client(person), approval=on)
        self.world.act("approval", lambda: self.world.session.clients.update(client))

    @rule(picks=st.lists(_PICK, min_size=1, max_size=3), word=st.sampled_from(["ask", "approve"]))
    def client_says(self, picks: list[int], word: str) -> None:
        """Record the client's answer to one post or several."""
        if found := self._rows():
            posts = [found[-1 - pick % len(found)].post_id for pick in picks]
            self.world.act(f"{word} {posts}", lambda: getattr(self.world.session.approvals, word)(posts))

    @rule()
    def refresh(self) -> None:
        self.world.act("refresh", self.world.session.refresh)

    @rule(times=st.integers(1, 3))
    def disk_full(self, times: int) -> None:
        self.world.disk_full(times)

    @rule(turns=st.integers(0, 120))
    def killed(self, turns: int) -> None:
        """Kill the process now, or so many turns of the loop later, during any work."""
        if turns:
            self.world.loop.doom = turns
        else:
            self.world.crash()

    @rule()
    def quit_and_start(self) -> None:
        self.world.restart()

    @rule()
    def back_up(self) -> None:
        self.world.back_up()

    @rule(of_now=st.booleans())
    def restore(self, of_now: bool) -> None:
        """Restore the last copy, or one of this moment."""
        if of_now or not self.world.has_backup:
            self.world.back_up()
        self.world.restore()

    @rule(person=_PEOPLE, on=_ON)
    def restore_with_a_series(self, person: int, on: Chosen) -> None:
        """Restore a copy in which a series runs, and wait for its next day."""
        self.begin_a_series(person, on, minutes=90, step=1, ahead=1, wordings=1, same=True)
        self.restore(of_now=True)
        self.sleep(1500)


def run(lives: int, steps: int, number: int, *, shrink: bool = True) -> Counter[str]:
    """Run the machine so many times, of so many steps each; return the counts of the moves of entries.

    Raises AssertionError where a promise is broken, with the shortest story that breaks it, or the first (not `shrink`).
    """
    wanted = settings(
        max_examples=lives,
        stateful_step_count=steps,
        database=None,
        deadline=None,
        phases=(Phase.generate, *((Phase.shrink,) if shrink else ())),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    Deliveries.moves.clear()
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        run_state_machine_as_test(seed(number)(Deliveries), settings=wanted)
    finally:
        logging.disable(before)
    return Deliveries.moves
