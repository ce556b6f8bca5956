"""Every write of the registers: the clock stamps, the cells follow, the audit trail remembers."""
