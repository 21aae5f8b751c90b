"""What changed, and because of what: reads releases and the facts that the programme publishes, as anyone could."""
