"""The assistants that come with Relevo, one folder for each way to reach an AI; folders and files with `_` are shared by them."""
