"""A plugin as somebody else would write it: one site with a markup of its own."""

from collections.abc import Iterable

from archiver import Article, Kind, Link, Page, PageRejected, Parser, hookimpl

ROOT = "https://toy.example/"


class Toy(Parser):
    """The bulletin of a village that does not exist."""

    name = "toy"
    title = "Làng Đồ Chơi"
    family = "toy"
    version = 1
    hosts = ("toy.example",)

    def start(self) -> Iterable[Link]:
        """Begin at the only list."""
        return [Link(url=ROOT, kind=Kind.LIST, key="list")]

    def key(self, url: str) -> str | None:
        """Take what follows /tin/."""
        return url.partition("/tin/")[2] or None

    def links(self, page: Page) -> Iterable[Link]:
        """Find the articles that the list names."""
        for node in page.select("li a[href]"):
            url = page.absolute(node.attributes["href"])
            if url and self.key(url):
                yield Link(url=url, kind=Kind.ARTICLE, key=self.key(url), section="tin")

    def parse(self, page: Page) -> Article:
        """Read heading and paragraphs."""
        title, body = page.words("h1"), page.cut("main")
        if title is None or body is None:
            message = "no heading"
            raise PageRejected(message)
        return Article(
            site=self.name,
            key=self.key(page.url) or "",
            url=page.url,
            title=title,
            body=tuple(p.get_text() for p in body.find_all("p")),
        )


@hookimpl
def archiver_register_parsers() -> Iterable[type[Parser]]:
    """Provide the village's bulletin."""
    return [Toy]
