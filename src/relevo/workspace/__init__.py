"""What a workspace consists of beside its conversations: people, sign-in, visitors, inboxes, assistants, settings, texts."""
