"""The shapes of answers, for the OpenAPI document; tests hold real answers against them.

Not here: making answers (`engine/views` and the workspace do), and the shapes of requests, which stand beside their routes.
"""
