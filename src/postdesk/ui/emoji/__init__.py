"""The emoji picker: a field to search in, the groups, a `grid` over its `model`, and the skin tones, put together in `picker`."""
