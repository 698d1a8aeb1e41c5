"""What a model is sent: the choice of lines, who speaks, the rules around it."""
