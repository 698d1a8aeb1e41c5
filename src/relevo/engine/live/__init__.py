"""The parts of live delivery: drafts, frames and one reader's queue.

Not here: the streams themselves (`engine.streams`, `engine.inbox`) and sockets (`api`).
"""
