"""Measurements: load through the public API, and the quality of the handoff note. Not shipped."""
