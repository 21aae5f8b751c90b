"""Work in progress: what a person typed in a form and has not sent yet."""
