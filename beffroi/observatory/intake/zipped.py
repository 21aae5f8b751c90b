"""One file out of a producer's zip: whole or absent, and never longer than allowed."""

import shutil
import zipfile
from pathlib import Path

from beffroi.foundations.files import whole_file

NAMED = 8
"""How many names of the zip are told when the one that is sought is not there."""


class NotInZip(ValueError):
    """The zip does not hold the file that was declared; says what it holds."""


def take_out(package: Path, *, member: str, target: Path, max_bytes: int) -> None:
    """Write the file `member` of the zip `package` at `target`.

    `member` is a name without its folders: producers move files between folders from one edition to the next. Raises
    `NotInZip` when no file, or more than one, bears that name, or when it is longer than `max_bytes` once unpacked.
    """
    with zipfile.ZipFile(package) as archive:
        found = [one for one in archive.infolist() if Path(one.filename).name == member]
        if len(found) != 1:
            names = [one.filename for one in archive.infolist() if not one.is_dir()]
            held = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
            raise NotInZip(f"{package.name} holds {len(found) or 'no'} file named {member}; it holds {held}.")
        if found[0].file_size > max_bytes:
            raise NotInZip(f"{member} of {package.name} is longer than the {max_bytes} bytes allowed for a file.")
        # The reader stops at the length that the zip announces, so a lying one cannot fill the disk.
        with archive.open(found[0]) as source, whole_file(target) as draft, draft.open("wb") as stream:
            shutil.copyfileobj(source, stream)
