"""Proof sheets and reports for clients."""
