"""Previews: drafts as the readers of each platform see them."""
