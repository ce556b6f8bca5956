"""Registers: dated demandes and counted quantities, stamped by the clock and reduced to cells."""
