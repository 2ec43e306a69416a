"""The problems of a draft, those that are the same on several platforms as one group."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.limits import RuleSource, Severity, worst_first
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import Assessment, Problem, ProblemKind, warning_key


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """One problem, on one or several platforms. `sources`: the sources per platform. `overridden`: the user posts anyway."""

    platforms: tuple[Platform, ...]
    problem: Problem
    sources: tuple[tuple[Platform, RuleSource], ...] = ()
    overridden: bool = False

    @property
    def kind(self) -> ProblemKind:
        return self.problem.kind

    @property
    def severity(self) -> Severity:
        return self.problem.severity

    @property
    def warning_keys(self) -> frozenset[str]:
        """The keys stored with the draft where the user overrode the warning, as in `Draft.overridden`."""
        return frozenset(warning_key(platform, self.kind) for platform in self.platforms)

    def on(self, platforms: Collection[Platform]) -> "ProblemGroup":
        """Return the group limited to those of its platforms."""
        kept = tuple(platform for platform in self.platforms if platform in platforms)
        return replace(self, platforms=kept, sources=tuple(each for each in self.sources if each[0] in kept))


def group_problems(
    draft: Draft, assessments: Iterable[tuple[Platform, Assessment]], of_accounts: Iterable[tuple[Platform, Problem]] = ()
) -> tuple[ProblemGroup, ...]:
    """Return the groups, the worst first.

    A warning that the user overrode on only some of its platforms becomes two groups: the open part and the overridden part.
    """
    alike: dict[object, list[tuple[Platform, Problem]]] = {}
    for platform, problem in of_accounts:
        alike.setdefault(problem, []).append((platform, problem))
    for platform, assessment in assessments:
        for problem in assessment.problems:
            if _worth_saying(problem, draft):
                # Fixed destinations are one problem, whatever they are called on each platform.
                same = problem.kind if problem.kind is ProblemKind.DESTINATION_FIXED else problem
                alike.setdefault(same, []).append((platform, problem))
    groups = sorted(map(_group, alike.values()), key=lambda group: worst_first(group.severity))
    return tuple(part for group in groups for part in _parted(group, draft.overridden) if part.platforms)


def _group(alike: list[tuple[Platform, Problem]]) -> ProblemGroup:
    sources = tuple((platform, problem.source) for platform, problem in alike if problem.source)
    return ProblemGroup(tuple(platform for platform, _ in alike), alike[0][1], sources)


def _parted(group: ProblemGroup, overridden: Collection[str]) -> tuple[ProblemGroup, ...]:
    """Return the open part and the overridden part of a group. Only warnings can be overridden."""
    if not overridden or group.severity is not Severity.WARN:
        return (group,)
    anyway = tuple(each for each in group.platforms if warning_key(each, group.kind) in overridden)
    still = tuple(each for each in group.platforms if each not in anyway)
    return group.on(still), replace(group.on(anyway), overridden=True)


def _worth_saying(problem: Problem, draft: Draft) -> bool:
    """Tell whether the problem is shown in the list.

    An empty draft shows only hints. Left out are hints on long texts, and reserved characters, which are marked in the text.
    """
    if problem.kind is ProblemKind.TEXT_LONG_WARN and problem.severity is Severity.HINT:
        return False
    if problem.kind is ProblemKind.RESERVED_CHARACTERS:
        return False
    return problem.severity is Severity.HINT or not draft.empty
