"""What a client is given: a proof sheet, and a report."""
