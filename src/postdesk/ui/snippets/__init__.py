"""Snippets and hashtag sets: chosen, inserted and looked after."""
