"""The window around the panes: rail, places, bars, actions, notices, dialogs, and the questions on closing."""
