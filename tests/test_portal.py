from __future__ import annotations

from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest
from portal.districts import longbien
from portal.server import Portal

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal(longbien(60)) as running:
        yield running


def test_serves_what_it_says_it_sent(portal: Portal) -> None:
    story = portal.site.stories[0]
    connection = HTTPConnection(portal.host, portal.port)
    connection.request("GET", portal.site.path(story))
    response = connection.getresponse()
    body = response.read()
    connection.close()
    assert response.status == 200
    assert story.title in body.decode()
    assert portal.sent[portal.site.path(story)] == body
