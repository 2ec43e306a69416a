"""Fields of dates, days, periods and zones, and of one line of text."""
