"""A town's portrait, an indicator's page, a comparison of towns, and the same figures as CSV and PDF."""
