"""The forms of conventions, one file a subject."""
