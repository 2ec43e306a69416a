"""The texts of the window that more than one pane shows, by subject."""
