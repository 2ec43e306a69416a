"""What else goes out for a client: how many posts, when, and with the same words."""

from datetime import datetime, timedelta
from typing import Final

from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry
from postdesk.domain.repeats import Repeats
from postdesk.domain.taking_back import NOT_SENT
from postdesk.engine.bench import Bench
from postdesk.store import posts

_DAY: Final = timedelta(days=1)


class Others:
    """Asked for with each key: what was read holds until a post changes."""

    def __init__(self, bench: Bench) -> None:
        self._workspace, self._database, self._clock = bench.workspace, bench.database, bench.clock
        self._counted: dict[tuple[object, ...], int] = {}
        self._repeats: dict[tuple[object, ...], Repeats] = {}
        bench.changes.posts.connect(self._counted.clear)
        bench.changes.posts.connect(self._repeats.clear)

    def within_a_day(self, draft: Draft, platform: Platform) -> int:
        """How many other posts of the client the platform gets within a day of the draft's time."""
        about = (draft.client_id, platform, draft.due_at, draft.replaces_post)
        if about not in self._counted:
            moment = draft.due_at or self._clock.now()
            found = posts.within_a_day(self._database.reader, draft.client_id, platform, moment, draft.replaces_post)
            self._counted[about] = found
        return self._counted[about]

    def with_the_same_words(self, draft: Draft, platform: Platform) -> Entry | None:
        """What has the words and media that the platform would get, within a day of now or of the draft's time."""
        about = (draft.client_id, draft.due_at, draft.replaces_post)
        if about not in self._repeats:
            self._repeats[about] = Repeats(self._around(draft))
        return self._repeats[about].of(platform, draft.text_for(platform), draft.media_url.strip())

    def taken(self, client_id: int, after: datetime) -> frozenset[datetime]:
        """The times, in whole seconds, at which posts of the client go out after that moment."""
        return posts.times_after(self._database.reader, client_id, after)

    def _around(self, draft: Draft) -> tuple[Entry, ...]:
        """But for what the draft takes the place of."""
        found: dict[int, Entry] = {}
        for moment in {self._clock.now(), draft.due_at or self._clock.now()}:
            span = (moment - _DAY, moment + _DAY)
            near = posts.entries_between(self._database.reader, self._workspace.id, draft.client_id, *span)
            found.update((entry.id, entry) for entry in near)
        return tuple(each for each in found.values() if each.post_id != draft.replaces_post or each.state not in NOT_SENT)
