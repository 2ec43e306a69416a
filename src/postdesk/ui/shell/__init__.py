"""The window around the panes: docks, bars, actions, notices, dialogs, and the questions on closing."""
