"""Why something is a problem: the limit, what happens beyond it, who says so, and when that was read."""

from PySide6.QtCore import QCoreApplication

from postdesk.domain.limits import Limit, Measure, Part
from postdesk.domain.problems import Problem
from postdesk.ui.composer.findings import Finding, Trouble
from postdesk.ui.text.limits import amount_words, counted_words, limit_amount, limit_name, severity_words, source_words
from postdesk.ui.text.names import short_name

translate = QCoreApplication.translate


def why_words(finding: Finding) -> str:
    """What a finding rests on, in a few lines; empty where it is plain to see."""
    if isinstance(finding.about, Trouble) or not finding.sources:
        return ""
    limit = finding.about.limit
    lines = [limit_line(limit, finding.about), severity_words(limit)] if limit else []
    if len({source for _, source in finding.sources}) == 1:
        said = [source_words(finding.sources[0][1])]
    else:
        said = [f"{short_name(platform)}: {source_words(source)}" for platform, source in finding.sources]
    return "\n".join((" ".join(lines), *said)) if lines else "\n".join(said)


def limit_line(limit: Limit, problem: Problem) -> str:
    """The limit as a sentence, with how it is counted, and whose number it is."""
    counted = counted_words(problem.unit) if limit.measure is Measure.LENGTH and limit.part is Part.TEXT else ""
    words = f"{limit_name(limit.part, limit.measure)}: {limit_amount(limit)}{counted}."
    if limit.premium_may_exceed:
        words += " " + translate("Problems", "An account with Premium may go beyond: say so in Connections.")
    if limit.theirs is None:
        return words
    theirs = amount_words(limit.measure, limit.theirs)
    return f"{words} " + translate("Problems", "That is your own number for this account; the platform’s is {0}.").format(theirs)
