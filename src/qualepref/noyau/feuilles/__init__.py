"""Stylesheets cut down to what some pages use of the design system."""
