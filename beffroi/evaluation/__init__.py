"""What changed, and because of what. Reads releases and the facts that the programme publishes, as anyone outside could."""
