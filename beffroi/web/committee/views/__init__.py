"""Each view loads, reads its form, makes one call into the domain, and answers."""
