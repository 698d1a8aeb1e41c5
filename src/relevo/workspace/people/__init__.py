"""Agents (always human) and their passwords."""
