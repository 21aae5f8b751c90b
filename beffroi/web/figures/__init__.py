"""A figure and what stands beside it: number, absence, sentence, quality box, strip plot, trend, map."""
