"""Posts that repeat: how a series is begun and changed, and the list of all of them."""
