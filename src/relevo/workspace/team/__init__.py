"""What a team shares in its daily work: teams, the catalogue of labels, canned replies."""
