"""The actions on posts, for the results, the calendar's menu and the selection bar alike."""
