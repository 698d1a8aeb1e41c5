"""Between the API and the workspace's tables: the shapes that the one needs, made of what the other has.

Not here: HTTP (`api`) and SQL (`workspace`). Neighbours on that floor never import each other, so this stands above them.
"""
