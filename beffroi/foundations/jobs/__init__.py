"""Work that outlasts the page that asked for it: one row a job, done once, whole or not at all."""
