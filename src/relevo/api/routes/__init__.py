"""The routes: one file for each group of calls, one loop for all public commands.

Not here: streams (`live`) and files (`pages`).
"""
