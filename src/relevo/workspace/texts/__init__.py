"""What visitors read, in twenty languages, as one JSON catalogue each."""
