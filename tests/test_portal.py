from __future__ import annotations

import gzip
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from archiver.text import clean
from portal import faults
from portal.answers import Request
from portal.blocks import Paragraph
from portal.content import Content
from portal.districts import longbien, phuc_loi
from portal.liferay import Liferay
from portal.liferay_lists import page_path
from portal.mirror import list_request
from portal.server import Portal
from portal.stories import CASES
from portal.vnportal import VnPortal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.faults import Fault
    from portal.site import Section, Site, Story

SITE = longbien(80)
WARD = phuc_loi(60)
NEWS = SITE.by_slug["tin-tuc-su-kien"]
PARTY = SITE.sections[1]
LINK = re.compile(r'href="([^"]*)"')
KEY = re.compile(r'asset-title"> <a href="[^"]*/view_content/(\d+)-')


class Client:
    """A client that reads answers as they come, without mending anything."""

    def __init__(self, portal: Portal) -> None:
        self.connection = HTTPConnection(portal.host, portal.port, timeout=5)

    def open(self, target: str, **headers: str) -> HTTPResponse:
        self.connection.request("GET", target, headers=headers)
        return self.connection.getresponse()

    def get(self, target: str, **headers: str) -> tuple[int, bytes]:
        response = self.open(target, **headers)
        return response.status, response.read()


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal(SITE) as running:
        yield running


@pytest.fixture
def client(portal: Portal) -> Iterator[Client]:
    made = Client(portal)
    yield made
    made.connection.close()


def page(target: str, site: Site = SITE, *, counting: bool = False) -> str:
    return Liferay(Content(site, counting=counting)).answer(Request(target=target)).body.decode()


def story_of(case: str, site: Site = SITE) -> Story:
    return site.stories[2 * list(CASES).index(case)]


# what it holds


def test_the_same_seed_gives_the_same_site() -> None:
    assert longbien(40).stories == longbien(40).stories
    assert longbien(40).stories != longbien(40, seed=2).stories


@pytest.mark.parametrize("site", [SITE, WARD], ids=lambda site: site.family)
def test_expects_clean_text_of_every_story(site: Site) -> None:
    expected = site.expected()
    assert len(expected) == len(site.stories)
    for article in expected.values():
        texts = (article.title, article.abstract or "", article.byline or "", *article.body)
        captions = tuple(image.caption or "" for image in article.images)
        assert [text for text in texts + captions if clean(text) != text] == []


def test_every_hard_case_stands_in_a_site_of_moderate_size() -> None:
    site = longbien(2 * len(CASES))
    assert len({story_of(case, site).key for case in CASES}) == len(CASES)
    assert story_of("empty", site).body == ()
    assert site.expect(story_of("no date", site)).published_at is None
    midnight = site.expect(story_of("midnight", site)).published_at
    assert midnight is not None
    assert (midnight.hour, midnight.minute) == (0, 0)
    assert len(site.expect(story_of("only attachment", site)).attachments) == 1
    assert any(re.fullmatch(r"Cộng \| \d+", text) for text in story_of("table", site).body)


def test_some_stories_are_posted_again_under_another_key() -> None:
    texts = Counter(story.body for story in SITE.stories if story.body)
    assert [count for count in texts.values() if count > 1] == [2, 2]


def test_dates_are_expected_as_each_section_prints_them() -> None:
    forms = {section.stamp for section in SITE.sections}
    raw = {SITE.expect(story).published_raw for story in SITE.stories}
    assert forms == {"label", "seed", "bare", "no views", "weekday"}
    assert any(text and re.fullmatch(r"\d\d/\d\d/\d{4} \| \d\d:\d\d", text) for text in raw)
    assert any(text and re.match(r"Thứ .*(SA|CH)$", text) for text in raw)


# the pages of Liferay


@pytest.mark.parametrize("section", SITE.sections[:-1], ids=lambda section: section.slug)
def test_lists_name_every_story_once(section: Section) -> None:
    pages = -(-len(SITE.lists[section.slug]) // section.delta)
    paths = [page_path(section, "", number + 1, section.delta) for number in range(pages)]
    listed = [key for path in paths for key in KEY.findall(page(path))]
    assert listed == [story.key for story in SITE.lists[section.slug]]


def test_pager_leads_to_the_neighbours_and_the_ends() -> None:
    html = page(page_path(PARTY, "/vi", 2, 4))
    pager = html[html.index('<ul class="pager') :].split("</ul>")[0]
    assert re.findall(r"_101_cur=(\d+)", pager) == ["1", "1", "3", "4"]
    assert "Hiển thị 5 - 8 of" in html
    assert pager.count("/vi/-ang-oan-the?p_p_id=101&amp;p_p_lifecycle=0") == 4


def test_pager_has_no_way_past_either_end() -> None:
    first, last = page(page_path(PARTY, "", 1, 4)), page(page_path(PARTY, "", 4, 4))
    assert first.count("javascript:;") == last.count("javascript:;") == 2
    assert KEY.findall(page(page_path(PARTY, "", 99, 4))) == KEY.findall(last)


def test_pager_menu_stops_early_and_counts_are_dotted() -> None:
    site = longbien(1100, sentences=1)
    everything = replace(site.sections[1], delta=1)
    stories = tuple(replace(story, sections=(everything.slug,)) for story in site.stories)
    site = replace(site, sections=(everything,), stories=stories)
    html = page(page_path(everything, "", 60, 1), site)
    menu = html[html.index("dropdown-menu") :].split("</ul>")[0]
    numbers = [int(text) for text in re.findall(r"<span>(\d+)</span>", menu)]
    assert numbers == list(range(35, 86))
    assert "Hiển thị 60 - 60 of 1.100 kết quả." in html
    last = html[html.index('<ul class="pager') :].split("</ul>")[0]
    assert re.findall(r"_101_cur=(\d+)", last) == ["1", "59", "61", "1100"]


def test_a_section_may_print_whole_articles_without_links_to_them() -> None:
    section = SITE.sections[-1]
    html = page(f"/{section.slug}")
    newest = SITE.lists[section.slug][0]
    assert f'id="_101_{newest.key}"' in html
    assert f"/view_content/{newest.key}-" not in html
    assert f"/view_content/pop_up/{newest.key}-" in html


def test_an_article_stands_under_each_of_its_sections_and_languages() -> None:
    story = next(story for story in SITE.stories if len(story.sections) > 1)
    for slug in story.sections:
        for language in ("", "/vi", "/en"):
            html = page(SITE.path(story, slug, language))
            assert story.title in html
            assert f"<p>{SITE.by_slug[slug].title}</p>" in html
    assert "Publish date" in page(SITE.path(story, NEWS.slug, "/en"))


def test_a_print_page_has_the_text_and_no_menus() -> None:
    story = story_of("photo")
    path = SITE.path(story).replace("view_content/", "view_content/pop_up/")
    html = page(f"{path}?_101_viewMode=print")
    assert 'class="portal-popup' in html
    assert story.title in html
    assert "navigation" not in html


def test_pages_have_the_faults_of_the_real_ones() -> None:
    stray = page(SITE.path(story_of("bare")))
    assert stray.count("</p>") > stray.count("<p>") + stray.count("<p ")
    captioned = page(SITE.path(story_of("caption of two lines")))
    assert captioned.count("<em>") >= 3
    assert "figcaption" not in captioned
    assert "&agrave;" in page(SITE.path(story_of("named")))
    assert "\u0301" in page(SITE.path(story_of("decomposed")))
    assert "Ð" in page(SITE.path(story_of("look-alike")))
    assert "\u200b" in page(SITE.path(story_of("zero width")))
    assert "&nbsp;" in page(SITE.path(story_of("hard spaces")))
    assert "MsoNormal" in page(SITE.path(story_of("word")))
    assert page(SITE.path(story_of("pasted"))).count('"asset-full-content-title"') == 2
    assert "view-content-author" in stray


def test_pages_have_the_traps_of_the_real_ones() -> None:
    path = SITE.path(SITE.stories[0])
    links = LINK.findall(page(f"{path}/en/en/vi"))
    assert f"{path}/en/en/vi/en" in links
    assert "/dang-nhap" in links
    assert any(link.startswith("/c/portal/login") for link in links)
    nested = next(link for link in links if "/-/view_content/vi/" in link)
    assert SITE.stories[0].title in page(nested)
    every = [link for story in SITE.stories[-9:] for link in LINK.findall(page(SITE.path(story)))]
    assert any("?redirect=%2F" in link for link in every)
    assert f"/view_content/pop_up/{SITE.stories[0].key}-" in page(path)
    calendar = LINK.findall(page("/lich-cong-tac?ngay=31/12/2024"))
    assert "/lich-cong-tac?ngay=01/01/2025" in calendar


def test_the_front_page_leads_to_every_section() -> None:
    links = set(LINK.findall(page("/")))
    assert {f"/{section.slug}" for section in SITE.sections} <= links


def test_a_page_is_as_long_as_it_is_told_to_be() -> None:
    site = longbien(6, size=40_000)
    assert {len(page(site.path(story), site).encode()) for story in site.stories} == {40_000}


def test_a_page_that_is_not_there_is_served_as_if_it_were() -> None:
    answer = Liferay(Content(SITE)).answer(Request(target="/khong-co"))
    assert answer.status == 200
    assert "Tài nguyên không được tìm thấy." in answer.body.decode()
    strict = Liferay(Content(SITE), not_found_status=404)
    assert strict.answer(Request(target="/khong-co")).status == 404


# the pages of vnPortal


def test_a_ward_lists_by_post_until_nothing_comes() -> None:
    pages = VnPortal(Content(WARD))
    for section in WARD.sections:
        keys: list[str] = []
        for number in range(9):
            body = pages.answer(list_request(WARD, section, number)).body.decode()
            if not body:
                break
            keys += re.findall(r'data-id="(\d+)"', body)
        assert keys == [story.key for story in WARD.lists[section.slug]]


def test_a_ward_prints_what_its_lists_are_asked_with() -> None:
    pages, section = VnPortal(Content(WARD)), WARD.sections[1]
    html = pages.answer(Request(target=f"/{section.slug}")).body.decode()
    data = dict(re.findall(r'data-(\w+)="([^"]*)"', html.split('id="newszone"')[1].split(">")[0]))
    form = list_request(WARD, section, 0).form
    assert data == {
        "catname": form["Catname"],
        "languageid": form["LanguageId"],
        "site": form["Site"],
        "pagesize": form["PageSize"],
    }


def test_a_ward_gives_nothing_for_values_that_do_not_fit() -> None:
    pages = VnPortal(Content(WARD))
    form = list_request(WARD, WARD.sections[0], 0).form
    for name in ("Catname", "LanguageId", "Site"):
        body = urlencode(form | {name: "x"}).encode()
        request = Request(method="POST", target="/api/NewsZone/NewsZone", body=body)
        assert pages.answer(request).body == b""


def test_a_ward_has_the_nodes_of_the_real_one() -> None:
    story = WARD.stories[0]
    html = VnPortal(Content(WARD)).answer(Request(target=WARD.path(story))).body.decode()
    for part in ("data-role='publishdate'", 'data-role="sapo"', "ld+json", "2023-12-16T22-03-32"):
        assert part in html
    assert f'datePublished": "{story.published_at:%Y-%m-%dT%H:%M}:00+07:00' in html


# what changes


def test_counts_readers_of_pages_and_prints() -> None:
    story = next(story for story in SITE.stories if SITE.stamp(story) == "label")
    with Portal(SITE, counting=True) as portal:
        client = Client(portal)
        first = client.get(SITE.path(story))[1].decode()
        client.get(SITE.path(story).replace("view_content/", "view_content/pop_up/"))
        second = client.get(SITE.path(story))[1].decode()
        client.connection.close()
        assert f"View count: {story.views}\n" in first
        assert f"View count: {story.views + 2}\n" in second
        assert portal.expected()[story.key].views == story.views + 3


def test_photos_carry_another_stamp_at_every_fetch() -> None:
    story = next(story for story in SITE.stories if story.lead)
    pages = Liferay(Content(SITE, counting=True))
    request = Request(target=SITE.path(story))
    stamps = [re.findall(r"&amp;t=(\d+)", pages.answer(request).body.decode()) for _ in range(2)]
    assert stamps[0] != stamps[1]


def test_stories_are_edited_deleted_restored_and_added(portal: Portal, client: Client) -> None:
    story = SITE.stories[7]
    path = SITE.path(story)
    portal.edit(story.key, blocks=(Paragraph(text="Đính chính."),))
    assert "Đính chính." in client.get(path)[1].decode()
    assert portal.expected()[story.key].body == ("Đính chính.",)
    portal.delete(story.key)
    assert client.get(path)[0] == 404
    assert story.key not in portal.expected()
    assert story.key not in client.get(f"/{story.sections[0]}")[1].decode()
    portal.delete(story.key, status=200)
    assert client.get(path)[0] == 200
    portal.restore(story.key)
    assert "Đính chính." in client.get(path)[1].decode()
    portal.add(longbien(81).stories[80])
    assert len(portal.expected()) == 81


# what it remembers


def test_serves_what_it_says_it_sent(portal: Portal, client: Client) -> None:
    target = SITE.path(SITE.stories[0])
    status, body = client.get(target, Host="longbien.hanoi.gov.vn", Accept="*/*")
    entry = portal.log[0]
    assert (status, entry.status) == (200, 200)
    assert portal.sent[target] == body
    assert entry.sent == len(portal.wires[target])
    assert entry.host == "longbien.hanoi.gov.vn"
    assert entry.request.headers["accept"] == "*/*"
    assert portal.asked(target) == [entry]
    assert abs(entry.at - time.time()) < 5


def test_counts_what_is_open_and_under_way(portal: Portal) -> None:
    portal.fault(faults.slow(seconds=0.3))
    clients = [Client(portal) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda client: client.get("/robots.txt"), clients))
    for client in clients:
        client.connection.close()
    assert portal.most_connections == portal.most_requests == 3


def test_says_not_modified_until_it_is() -> None:
    story = SITE.stories[0]
    with Portal(SITE, validators=True) as portal:
        client = Client(portal)
        response = client.open(SITE.path(story))
        etag, changed = response.headers["ETag"], response.headers["Last-Modified"]
        response.read()
        assert client.get(SITE.path(story), **{"If-None-Match": etag}) == (304, b"")
        assert client.get(SITE.path(story), **{"If-Modified-Since": changed}) == (304, b"")
        portal.edit(story.key, title="Tiêu đề khác")
        assert client.get(SITE.path(story), **{"If-None-Match": etag})[0] == 200
        assert client.get(SITE.path(story), **{"If-Modified-Since": changed})[0] == 200
        client.connection.close()


# what goes wrong


def test_refuses_for_a_while(portal: Portal, client: Client) -> None:
    portal.fault(faults.unavailable(retry_after="2", times=1), faults.unavailable(status=429))
    first = client.open("/")
    first.read()
    assert (first.status, first.headers["Retry-After"]) == (503, "2")
    second = client.open("/")
    second.read()
    assert (second.status, second.headers["Retry-After"]) == (429, None)
    portal.mend()
    assert client.get("/")[0] == 200


def test_befalls_the_share_and_the_addresses_it_is_told_to(portal: Portal, client: Client) -> None:
    portal.fault(faults.unavailable("view_content", fraction=0.3))
    statuses = [client.get(SITE.path(story))[0] for story in SITE.stories]
    assert 10 <= statuses.count(503) <= 40
    assert client.get("/")[0] == 200
    again = [client.get(SITE.path(story))[0] for story in SITE.stories]
    assert again != statuses


@pytest.mark.parametrize("keep", [None, 500])
def test_resets_the_connection(portal: Portal, client: Client, keep: int | None) -> None:
    portal.fault(faults.reset(keep=keep))
    with pytest.raises(ConnectionResetError):
        client.get("/")


@pytest.mark.parametrize(
    "fault", [faults.cut(keep=900), faults.cut(keep=900, chunked=True), faults.lying(by=50)]
)
def test_breaks_off_bodies(portal: Portal, client: Client, fault: Fault) -> None:
    portal.fault(fault)
    response = client.open("/")
    with pytest.raises(IncompleteRead) as caught:
        response.read()
    assert portal.sent["/"].startswith(caught.value.partial)


def test_promises_fewer_bytes_than_it_sends(portal: Portal, client: Client) -> None:
    portal.fault(faults.lying(by=-100))
    body = client.get("/")[1]
    assert portal.sent["/"][:-100] == body


def test_codes_and_chunks(portal: Portal, client: Client) -> None:
    plain = client.get("/")[1]
    portal.fault(faults.chunked(times=1), faults.gzipped())
    response = client.open("/")
    assert response.headers["Transfer-Encoding"] == "chunked"
    assert response.read() == plain
    response = client.open("/")
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.read()) == plain


def test_is_slow_drips_and_hangs(portal: Portal, client: Client) -> None:
    portal.fault(faults.slow("/a"), faults.drip("/robots", pause=0.2), faults.hang("/b"))
    began = time.monotonic()
    client.get("/a")
    assert time.monotonic() - began >= 1
    client.connection.timeout = 0.3
    client.connection.close()
    with pytest.raises(TimeoutError):
        client.get("/b")


def test_drips_a_body_in_pieces(portal: Portal, client: Client) -> None:
    portal.fault(faults.drip(pause=0.01))
    assert len(client.get("/")[1]) > 10_000
    assert portal.most_requests == 1


@pytest.mark.parametrize(
    ("fault", "status", "says"),
    [
        (faults.soft_not_found(), 200, "Tài nguyên không được tìm thấy."),
        (faults.challenge(), 200, "challenge-form"),
        (faults.challenge(status=403), 403, "challenge-form"),
        (faults.empty(), 200, ""),
        (faults.huge(size=3_000_000), 200, "</p>"),
        (faults.unavailable(status=500), 500, "busy"),
    ],
)
def test_answers_something_else(
    portal: Portal, client: Client, fault: Fault, status: int, says: str
) -> None:
    portal.fault(fault)
    assert client.get("/")[0] == status
    assert says in portal.sent["/"].decode()
    assert (says == "") == (portal.sent["/"] == b"")


@pytest.mark.parametrize("to", ["{target}", "http://other.example/"])
def test_redirects(portal: Portal, client: Client, to: str) -> None:
    portal.fault(faults.redirect("^/x$", to=to))
    response = client.open("/x")
    response.read()
    assert (response.status, response.headers["Location"]) == (302, to.replace("{target}", "/x"))


def test_has_another_robots_txt(portal: Portal, client: Client) -> None:
    assert b"Disallow: /dang-nhap" in client.get("/robots.txt")[1]
    portal.fault(faults.robots("User-agent: *\nCrawl-delay: 3\n"))
    assert client.get("/robots.txt") == (200, b"User-agent: *\nCrawl-delay: 3\n")
    portal.mend()
    portal.fault(faults.robots(status=500))
    assert client.get("/robots.txt")[0] == 500


# as a whole


def test_closes_while_clients_are_still_there() -> None:
    with Portal(SITE) as portal:
        client = Client(portal)
        client.get("/")
    with pytest.raises((ConnectionError, socket.timeout)):
        client.get("/")
    client.connection.close()


def test_serves_from_the_command_line_until_terminated() -> None:
    command = [sys.executable, "-m", "portal", "--articles", "5", "--family", "vnportal"]
    folder = Path(__file__).parent
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        connection = HTTPConnection(address.removeprefix("http://"), timeout=5)
        connection.request("GET", "/")
        assert connection.getresponse().read().startswith(b"<!DOCTYPE html>")
        connection.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


@pytest.mark.no_cover
def test_an_article_costs_little_more_than_the_shortest_answer() -> None:
    site = longbien(60, size=40_000)
    with Portal(site, keep=False) as portal:
        client = Client(portal)

        def seconds(targets: list[str]) -> float:
            began = time.perf_counter()
            for target in targets:
                client.get(target)
            return time.perf_counter() - began

        paths = [site.path(story) for story in site.stories]
        ratios = sorted(seconds(paths) / seconds(["/robots.txt"] * 60) for _ in range(5))
        client.connection.close()
    assert ratios[2] < 6, ratios
