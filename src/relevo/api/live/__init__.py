"""Open streams: answered as server-sent events by bare ASGI, looked after by one task for all of them.

Not here: what is sent; the engine makes the frames.
"""
