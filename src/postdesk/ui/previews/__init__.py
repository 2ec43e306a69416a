"""Previews: drafts as readers of each platform see them."""
