"""The parts of live delivery: drafts, frames, one reader's queue, and the relay between nodes.

Not here: the streams themselves (`engine.streams`, `engine.inbox`) and sockets (`api`).
"""
