"""The edge: what every request passes before any route, as bare ASGI.

Not here: who the caller is (`door`) and what is answered (`routes`, `live`, `pages`).
"""
