"""Benchmarks with committed answers. Not part of what is installed: run from the project's folder."""
