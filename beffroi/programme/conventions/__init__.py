"""What was signed: agreements, conventions and their versions, parties, perimeters, ORT."""
