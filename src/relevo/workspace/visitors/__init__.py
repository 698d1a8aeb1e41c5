"""How visitors come in: origin, verified identity, tokens, names that cannot pass for staff."""
