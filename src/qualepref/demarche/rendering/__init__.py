"""The approach in words, drawings, data and calendars."""
