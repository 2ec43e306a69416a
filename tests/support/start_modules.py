"""Modules that no start loads before they are needed."""

from typing import Final

OF_OTHER_PLACES: Final = {
    "postdesk.ui.results.pane",
    "postdesk.ui.drafts.pane",
    "postdesk.ui.series.pane",
    "postdesk.ui.overview.pane",
    "postdesk.ui.connections.pane",
    "postdesk.ui.client_reports.pane",
    "postdesk.ui.practice_tools.pane",
    "postdesk.ui.settings.pane",
    "postdesk.ui.kit.sheet",
}
"""The panes of the places that a window doesn’t show at its start."""
