"""The bodies of the programme, their sessions, and the decisions that cause changes."""
