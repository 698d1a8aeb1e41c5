"""How agents and programs prove who they are: sign-in, sessions, API keys, the first-run link."""
