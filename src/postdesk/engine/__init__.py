"""The objects that do the work without a window: one session for each workspace, with its tasks."""
