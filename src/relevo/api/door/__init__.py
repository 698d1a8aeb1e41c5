"""The door: which credential a request shows, whose it is, and whether that caller may use the route.

Not here: passwords, tokens and keys themselves; those are the workspace's.
"""
