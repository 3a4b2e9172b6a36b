"""How far do the records of the real portal agree with what a reader wrote down?

Field by field over the articles of gold.jsonl that the WARC holds; then every miss.

    python bench/agreement.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from archiver_plugins.hanoi import Sotttt
from examples.gold import agreement
from examples.real import DATA


def main() -> None:
    """Print the agreement, or why it cannot be measured here."""
    if not DATA.is_dir():
        print(f"not measured: needs the real pages in {DATA}, which are absent")
        return
    fields, absent = agreement(Sotttt())
    for name, field in fields.items():
        print(f"{name:12} {field.right:5} of {field.wanted:5}  {field.share:7.1%}")
    print(f"not in the file: {', '.join(absent) or 'none'}")
    for name, field in fields.items():
        for miss in field.misses:
            print(f"{name}: {miss}")


if __name__ == "__main__":
    main()
