"""What a portal holds at a moment: the site, its counters, what was taken down."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archiver.article import Article
    from portal.site import Site, Story


class Content:
    """The changeable state behind the pages. All methods may be called from any thread.

    With ``counting`` every view of an article raises its counter, as print pages do on the real
    portals; else pages are the same at every fetch. ``gone`` tells by key how a story that was
    taken down is answered: 404, 410, or 200 for a not-found page that says it is well. ``shown`` is
    how many stories a list has on a night on which it is short.
    """

    def __init__(self, site: Site, *, counting: bool = False) -> None:
        self.site = site
        self.counting = counting
        self.gone: dict[str, int] = {}
        self.shown: int | None = None
        self.version = 0
        self._views: dict[str, int] = {}
        self._fetches = 0
        self._lock = threading.Lock()

    def views(self, story: Story) -> int:
        """Return the counter as it stands."""
        return story.views + self._views.get(story.key, 0)

    def count(self, story: Story) -> None:
        """Count one reader more."""
        if self.counting:
            with self._lock:
                self._views[story.key] = self._views.get(story.key, 0) + 1

    def token(self) -> str:
        """Return what changes with every fetch, such as the ``t=`` of photos."""
        if not self.counting:
            return "1500000000000"
        with self._lock:
            self._fetches += 1
            return str(1_500_000_000_000 + self._fetches * 7)

    def edit(self, key: str, **changes: Any) -> None:  # fields of Story
        """Change fields of a story, such as ``title`` or ``blocks``."""
        with self._lock:
            stories = tuple(
                replace(story, **changes) if story.key == key else story
                for story in self.site.stories
            )
            self._set(stories)

    def add(self, story: Story) -> None:
        """Publish a new story."""
        with self._lock:
            self._set((*self.site.stories, story))

    def delete(self, key: str, status: int = 404) -> None:
        """Take a story down: it leaves the lists, and its pages answer with ``status``."""
        with self._lock:
            self.gone[key] = status
            self.version += 1

    def restore(self, key: str) -> None:
        """Put a story up again."""
        with self._lock:
            self.gone.pop(key, None)
            self.version += 1

    def listed(self, slug: str) -> tuple[Story, ...]:
        """Return a section's stories, newest first, without those taken down."""
        stories = self.site.lists[slug]
        there = tuple(story for story in stories if story.key not in self.gone)
        return there[: self.shown]

    def expected(self) -> dict[str, Article]:
        """Return by key what an ideal parser reads now, without stories taken down."""
        articles = self.site.expected()
        return {
            key: replace(article, views=self._counted(key, article.views))
            for key, article in articles.items()
            if key not in self.gone
        }

    def _counted(self, key: str, views: int | None) -> int | None:
        return None if views is None else views + self._views.get(key, 0)

    def _set(self, stories: tuple[Story, ...]) -> None:
        self.site = replace(self.site, stories=stories)
        self.version += 1
