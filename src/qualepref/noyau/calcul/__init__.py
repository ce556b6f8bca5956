"""From rows to cells, from cells to readings: one definition of each indicator for every engine."""
