"""What stands in the place of results where there are none."""

from PySide6.QtCore import QCoreApplication


def empty_words(*, filtered: bool, nobody: bool) -> tuple[str, str, str, str]:
    """Icon, headline, text and the next action. `nobody`: there is no client yet."""
    tr = QCoreApplication.translate
    if filtered:
        return "filter", tr("Results", "No post looks like that"), "", tr("Results", "Show all")
    headline = tr("Results", "Nothing was posted yet")
    if nobody:
        words = tr("Results", "Add a client or brand and connect an account; then write the first post.")
        return "list", headline, words, ""
    return "list", headline, tr("Results", "What becomes of each post is shown here."), tr("Results", "New post")
