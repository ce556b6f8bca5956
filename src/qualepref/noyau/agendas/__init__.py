"""What falls when: spans of days told at the grain they are known, and calendars agents subscribe to."""
