"""The demo: a shop that does not exist, a seeded workspace, one command.

Not here: anything that a real installation uses.
"""
