"""The tour: a walk through the window, from a scenario file, that saves pictures."""
