"""Actions and money made up to show the software, marked as such, in demonstration mode only."""
