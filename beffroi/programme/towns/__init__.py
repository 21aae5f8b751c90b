"""The programme as data (phases, axes and their wording) and the territories that are in it."""
