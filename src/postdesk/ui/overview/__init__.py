"""All clients at a glance."""
