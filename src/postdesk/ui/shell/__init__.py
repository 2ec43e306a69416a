"""The window around the panes: docks, bars, actions, notices, the dialogs beside it, and the questions when it closes."""
