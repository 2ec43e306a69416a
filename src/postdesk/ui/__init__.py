"""The window: widgets and one model for each pane; no `async def`."""
