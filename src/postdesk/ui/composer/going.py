"""Which way the parts of a draft would go out, and when."""

from dataclasses import dataclass, replace
from datetime import datetime

from postdesk.domain.parting import by_time
from postdesk.domain.platforms import LOCKABLE, Platform
from postdesk.domain.rules import TitleNeed
from postdesk.ui.composer.state import Measures, View


@dataclass(frozen=True, slots=True)
class Going:
    """How it would go out: the platforms the service can schedule, and those that are sent from this computer."""

    lockable: tuple[Platform, ...] = ()
    from_here: tuple[Platform, ...] = ()
    due_at: datetime | None = None

    @property
    def platforms(self) -> tuple[Platform, ...]:
        return tuple(platform for platform in Platform if platform in {*self.lockable, *self.from_here})


def going(view: View, measures: Measures | None) -> Going:
    """Which way each part would go: the service schedules text alone, on some platforms (API gap G1)."""
    if measures is None:
        return Going()

    def lockable(platform: Platform) -> bool:
        content = view.draft.content_for(platform)
        takes_title = measures.rules.for_platform(platform).title.need is not TitleNeed.IGNORED
        titled = takes_title and content.title.strip()
        return platform in LOCKABLE and not (content.media_url or content.thumbnail_url or titled)

    lock = tuple(platform for platform in view.ready if lockable(platform))
    return Going(lock, tuple(platform for platform in view.ready if platform not in lock))


def departures(view: View, measures: Measures | None) -> tuple[Going, ...]:
    """How it would go out at each of its times, the earliest first; one at least, for what is shared."""
    whole = going(view, measures)
    parts = tuple(
        Going(
            tuple(platform for platform in whole.lockable if platform in part.platforms),
            tuple(platform for platform in whole.from_here if platform in part.platforms),
            part.due_at,
        )
        for part in by_time(view.draft)
    )
    return tuple(part for part in parts if part.platforms) or (replace(whole, due_at=view.draft.due_at),)
