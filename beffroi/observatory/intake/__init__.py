"""From files as received to tables: what a source declares, how it is fetched, read, placed, checked and built."""
