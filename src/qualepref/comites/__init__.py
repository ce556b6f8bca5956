"""Committees: members, meetings, what was proposed and what came of it. The CLU is one kind."""
