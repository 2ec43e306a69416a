"""The window around the panes: rail, places, composer, bars, actions, notices, dialogs, and the questions on closing."""
