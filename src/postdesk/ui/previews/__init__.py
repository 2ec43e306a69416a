"""What a draft looks like to a reader of each platform."""
