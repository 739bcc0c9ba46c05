"""The agenda and the feed for calendar programs."""
