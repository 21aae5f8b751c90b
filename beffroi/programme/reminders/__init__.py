"""Letters that say what waits: right, few, and stopped by whoever receives them."""
