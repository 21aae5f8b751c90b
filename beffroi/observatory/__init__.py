"""Indicators declared and computed, releases published and read."""
