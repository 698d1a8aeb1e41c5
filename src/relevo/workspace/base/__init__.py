"""What every part of the workspace stands on: records, remembered reads, strict input, tokens, sealed secrets."""
