"""Hands waiting requests to agents, as the policy `assignment` says.

Not here: claiming by hand, which always works too, and the rules of the move itself (`core.decide.giving`).
"""

from relevo.features._plugin import FeaturePlugin
from relevo.features.assignment.assigner import attach

plugin = FeaturePlugin("assignment", attach)
