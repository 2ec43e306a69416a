"""The words of a list of results without posts."""

from PySide6.QtCore import QCoreApplication

from postdesk.ui.results.tabs import Period, ResultsTab

translate = QCoreApplication.translate

EmptyWords = tuple[str, str, str, str]
"""Icon, headline, text and the words of the next action."""


def empty_words(
    tab: ResultsTab, period: Period, *, filtered: bool, nobody: bool, one_day: bool = False, clear: bool = True
) -> EmptyWords:
    """Return the words of an empty list. `nobody`: there is no client yet; `clear`: no account needs attention."""
    if filtered:
        return "filter", translate("Results", "No posts match"), "", translate("Results", "Show all")
    if one_day:
        return "calendar", translate("Results", "Nothing went out on this day"), "", translate("Results", "Show all days")
    if nobody:
        words = translate("Results", "Add a client or brand and connect an account. Then write the first post.")
        return "list", translate("Results", "No posts yet"), words, ""
    new_post = translate("Results", "New post")
    match tab:
        case ResultsTab.ATTENTION:
            no_post = translate("Results", "No post needs attention.")
            return ("circle-check", translate("Results", "All clear"), no_post, "") if clear else ("list", no_post, "", "")
        case ResultsTab.WENT_OUT if period is not Period.EVER:
            words = translate("Results", "See here what happened to each post.")
            return "list", translate("Results", "Nothing went out in these days"), words, translate("Results", "Show all time")
        case ResultsTab.SCHEDULED:
            return "calendar-clock", translate("Results", "Nothing is scheduled"), "", new_post
    return "list", translate("Results", "No posts yet"), translate("Results", "See here what happened to each post."), new_post
