"""Fields of dates, days, periods and time zones, and of one line of text."""
