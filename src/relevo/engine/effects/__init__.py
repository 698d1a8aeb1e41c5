"""Doing what follows from events: the runner that leases effects, and one module for each kind of effect.

Not here: which effects an event has; that is `core.react`.
"""
