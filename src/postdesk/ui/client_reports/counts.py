"""How many posts on each platform came to what, as a table of words and numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from postdesk.domain.paper import Outcome, counted
from postdesk.domain.platforms import Platform
from postdesk.domain.state_groups import StateGroup
from postdesk.ui.client_reports.words import group_words, place_words

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Table:
    """A row a platform, the sum of all last; a column for each word that has a number, the sum of all last."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def caption() -> str:
    """What the table counts."""
    return translate("Paper", "Posts by platform")


def table_of(found: Iterable[Outcome]) -> Table:
    """The figures of a report."""
    numbers = dict[tuple[str, str], int]()
    for (platform, group), number in counted(found).items():
        numbers[platform, group_words(group)] = numbers.get((platform, group_words(group)), 0) + number
    platforms = sorted({platform for platform, _ in numbers}, key=_place)
    order = dict.fromkeys(map(group_words, (StateGroup.PUBLISHED, StateGroup.FAILED, StateGroup.TO_DECIDE, *StateGroup)))
    words = [word for word in order if any((platform, word) in numbers for platform in platforms)]
    rows = [(place_words(platform), [numbers.get((platform, word), 0) for word in words]) for platform in platforms]
    total = translate("Paper", "All"), [sum(column) for column in zip(*(row for _, row in rows), strict=True)]
    return Table((*words, translate("Paper", "All")), tuple((name, (*row, sum(row))) for name, row in (*rows, total)))


def _place(platform: str) -> tuple[int, str]:
    """Ours in their order, what the service learnt since behind them, and last what is not told."""
    known = list(map(str, Platform))
    return known.index(platform) if platform in known else len(known) + (not platform), platform
