"""The programme's own table of its towns, and what the sources say differently (`registry.yml`)."""
