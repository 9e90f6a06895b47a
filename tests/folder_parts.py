"""What a folder that is handed out says it holds, and what it holds."""

import re
from pathlib import Path

_LINE = re.compile(r"(\S+) {2,}\S.*")


def parts_told(folder: Path) -> list[str]:
    """The files and folders that README.txt has a line for, as they stand in it."""
    lines = (folder / "README.txt").read_text(encoding="utf-8").splitlines()
    return [found[1] for line in lines if (found := _LINE.fullmatch(line))]


def parts_there(folder: Path) -> list[str]:
    """The files and folders beside README.txt, sorted; a folder ends in `/`."""
    beside = (one for one in folder.iterdir() if one.name != "README.txt")
    return sorted(f"{one.name}/" if one.is_dir() else one.name for one in beside)
