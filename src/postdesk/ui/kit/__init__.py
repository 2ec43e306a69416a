"""The widgets, layouts, theme and icons that all parts of the window share, and the `Navigator` interface."""
