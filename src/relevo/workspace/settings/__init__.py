"""The settings of a workspace: their shape, how they are merged, where they are kept."""
