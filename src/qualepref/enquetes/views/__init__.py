"""Pages of surveys: the public's, and the agents'."""
