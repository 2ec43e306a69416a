"""The overview of all clients."""
