"""The emoji picker: a search field, the groups, a `grid` over its model, and the skin tones, combined in `picker`."""
