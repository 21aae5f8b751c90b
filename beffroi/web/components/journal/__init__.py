"""The journal in words: its verbs, its fields, its values, the things that its rows name by their keys."""
