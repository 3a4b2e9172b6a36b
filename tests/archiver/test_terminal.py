"""What of a page's text reaches a terminal."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from archiver.terminal import escaped, safe

HOSTILE = "Lễ \x1b[2J\x1b]0;title\x07 hội\x9b31m \x0e\x05\x7f\u202exe\u2066 22-KL/TW\n\tđ ơ"


def test_nothing_steers_the_terminal() -> None:
    assert safe(HOSTILE) == "Lễ [2J]0;title hội31m xe 22-KL/TW\n\tđ ơ"


@given(st.text())
def test_what_is_safe_has_no_controls(text: str) -> None:
    controls = {one for one in safe(text) if unicodedata.category(one) == "Cc"}
    assert controls <= {"\n", "\t"}
    assert safe(safe(text)) == safe(text)


@given(st.text() | st.just(HOSTILE))
def test_json_keeps_everything_and_steers_nothing(text: str) -> None:
    line = escaped(json.dumps(text, ensure_ascii=False))
    assert json.loads(line) == text
    assert safe(line) == line
