"""Files that people bring: checked by their content, kept by their checksum, outside of anything that is served."""
