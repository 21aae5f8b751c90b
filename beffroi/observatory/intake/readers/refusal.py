"""A file that is not what its declaration says."""

from pathlib import Path


class FileRefused(ValueError):
    """What is wrong with a file, where, and what would be right."""

    def __init__(self, path: Path, wrong: str, *, right: str) -> None:
        super().__init__(f"{path.name} {wrong}. What would be right: {right}.")
        self.path = path
