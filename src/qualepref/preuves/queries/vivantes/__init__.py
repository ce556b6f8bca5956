"""Living evidence: a closed list of queries, each of which proves an engagement from what is kept."""
