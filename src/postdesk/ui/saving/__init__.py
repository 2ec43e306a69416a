"""Saving posts of some days as a file of the user's: what an export and a client's paper have in common."""
