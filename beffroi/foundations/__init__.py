"""Storage, progress, files: what every room stands on. No domain word inside."""
