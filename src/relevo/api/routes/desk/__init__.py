"""What a workspace configures and what agents set up for themselves: short lists of things, settings, one's own account.

Not here: conversations.
"""
