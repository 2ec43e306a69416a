"""The list of drafts and templates, their history, and bulk actions on drafts."""
