"""What stands against a draft: of its accounts and of what each platform makes of it, what is alike as one."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from postdesk.domain.drafts import Draft
from postdesk.domain.limits import Severity, Source, worst_first
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import Assessment, Problem, ProblemKind, warning_key


class Trouble(StrEnum):
    """What is wrong with an account, whatever is written."""

    NOT_CONNECTED = "not_connected"
    NEEDS_RECONNECTING = "needs_reconnecting"
    ACCOUNT_CHANGED = "account_changed"
    SHARED_ACCOUNT = "shared_account"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know before it goes out, on one platform or alike on several; `platforms` says which, not `about`.

    `sources`: who says so, of which platform. `passed`: the user posts with it all the same.
    """

    severity: Severity
    platforms: tuple[Platform, ...]
    about: Problem | Trouble
    sources: tuple[tuple[Platform, Source], ...] = ()
    passed: bool = False

    @property
    def kind(self) -> ProblemKind | Trouble:
        return self.about if isinstance(self.about, Trouble) else self.about.kind


def findings_of(
    draft: Draft,
    assessments: tuple[tuple[Platform, Assessment], ...],
    troubles: list[tuple[Platform, Trouble]],
) -> tuple[Finding, ...]:
    """The worst first; what is alike on several platforms as one, but for those for which it was passed."""
    alike: dict[Problem | Trouble, list[tuple[Platform, Source | None]]] = {}
    first_of: dict[object, Problem] = {}
    for platform, trouble in troubles:
        alike.setdefault(trouble, []).append((platform, None))
    for platform, assessment in assessments:
        for problem in assessment.problems:
            if _worth_saying(problem, draft):
                about = first_of.setdefault(_what(problem), problem)
                alike.setdefault(about, []).append((platform, problem.source))
    found = [_finding(about, where) for about, where in alike.items()]
    found.sort(key=lambda finding: worst_first(finding.severity))
    return tuple(part for finding in found for part in _parted(finding, draft.overridden) if part.platforms)


def _what(problem: Problem) -> object:
    """What is the same for those who are alike: that the place is fixed is said once, whatever it is called there."""
    return problem.kind if problem.kind is ProblemKind.DESTINATION_FIXED else problem


def _finding(about: Problem | Trouble, where: list[tuple[Platform, Source | None]]) -> Finding:
    platforms = tuple(platform for platform, _ in where)
    return Finding(_severity(about), platforms, about, tuple((platform, source) for platform, source in where if source))


def passing(finding: Finding) -> frozenset[str]:
    """What is kept with the draft where the user posts with it."""
    return frozenset(warning_key(platform, finding.kind) for platform in finding.platforms)


def _parted(finding: Finding, overridden: Collection[str]) -> tuple[Finding, ...]:
    """What is open of it, and what was passed: what stops can't be."""
    if not overridden or finding.severity is not Severity.WARN:
        return (finding,)
    passed = tuple(each for each in finding.platforms if warning_key(each, finding.kind) in overridden)
    still = tuple(each for each in finding.platforms if each not in passed)
    return _of(finding, still), replace(_of(finding, passed), passed=True)


def _of(finding: Finding, platforms: tuple[Platform, ...]) -> Finding:
    return replace(finding, platforms=platforms, sources=tuple(each for each in finding.sources if each[0] in platforms))


def _worth_saying(problem: Problem, draft: Draft) -> bool:
    """An empty draft is not told what it lacks; reserved characters are marked where they stand."""
    if problem.kind is ProblemKind.TEXT_LONG_WARN and problem.severity is Severity.HINT:
        return False
    if problem.kind is ProblemKind.RESERVED_CHARACTERS:
        return False
    return problem.severity is Severity.HINT or not draft.empty


def _severity(about: Problem | Trouble) -> Severity:
    if not isinstance(about, Trouble):
        return about.severity
    match about:
        case Trouble.NOT_CONNECTED:
            return Severity.STOP
        case Trouble.SHARED_ACCOUNT:
            return Severity.HINT
        case _:
            return Severity.WARN
