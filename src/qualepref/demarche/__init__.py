"""The approach to the label: its steps and dates, its bodies, what comes next and what is late."""
