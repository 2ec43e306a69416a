"""The actions on posts, for the results and the calendar's menu; the selection bar uses the same table."""
