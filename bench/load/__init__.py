"""Load through the public API, and the floor beside it: the least that a durable live chat can cost on this machine.

Not here: measurements of single parts (`bench.notes`, `bench.storage`).
"""
