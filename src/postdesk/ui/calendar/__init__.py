"""The calendar: month, week, day and agenda, and bulk actions on the selected posts."""
