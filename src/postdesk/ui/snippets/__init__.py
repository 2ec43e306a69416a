"""Snippets and hashtag sets: picked, inserted and managed."""
