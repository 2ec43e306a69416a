"""Postdesk: compose, plan and publish social posts through the MyPostShare API."""

__version__ = "0.1.0"
