"""A file that is not what its declaration says."""

from functools import partial
from pathlib import Path
from typing import Any


class FileRefused(ValueError):
    """What is wrong with a file, where, and what would be right."""

    def __init__(self, path: Path, wrong: str, *, right: str) -> None:
        super().__init__(f"{path.name} {wrong}. What would be right: {right}.")
        self.path, self.wrong, self.right = path, wrong, right

    def __reduce__(self) -> tuple[Any, ...]:
        """What it is told again from, when it comes from the process that built the table."""
        return partial(type(self), right=self.right), (self.path, self.wrong)
