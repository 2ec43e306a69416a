"""The windows that open before the main window can: the first run, and failures of a start."""
