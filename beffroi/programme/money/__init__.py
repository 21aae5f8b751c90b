"""Every euro to its origin: funding lines, envelopes, and totals that open their lines."""
