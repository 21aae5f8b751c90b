"""Conventions of the territories in one's scope: their versions, parties, axes, perimeters, documents."""
