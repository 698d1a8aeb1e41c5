"""Between nodes and inside one: wake-ups, presence leases, drafts of running turns. Nothing in here is durable.

Not here: anything that must not be lost; that is the log's.
"""
