"""The article that the project was founded on, through the template of its portal."""

from __future__ import annotations

from datetime import datetime

from archiver import Article, Image
from examples.liferay_page import ADDRESS, HOST
from examples.real import needs_data
from examples.seed import CAPTIONS, lines, record


@needs_data
def test_the_seed_article_field_by_field() -> None:
    _, _, _, abstract, *body = lines()
    read = record()
    spaced = [line.replace("\u00a0", " ") for line in body]
    first, second, last = (line for line in spaced if line.startswith(sum(CAPTIONS, ())))
    photos = [f"{HOST}/documents/1/{spaced.index(first)}.jpg"]
    photos.append(f"{HOST}/documents/1/{spaced.index(last) + 1}.jpg")
    assert read == Article(
        site="longbien",
        key="1083028",
        url=ADDRESS,
        title="Hội thảo xây dựng Đề án thí điểm mô hình chính quyền đô thị",
        section="Đảng - đoàn thể",
        published_at=datetime.fromisoformat("2018-03-27T10:14:00+07:00"),
        published_raw="27/03/2018 | 10:14",
        abstract=" ".join(abstract.split()),
        body=tuple(line for line in spaced if line not in {first, second, last}),
        images=(
            Image(url=f"{HOST}/image/journal/article?img_id=1083027"),
            Image(url=photos[0], caption=f"{first} {second}"),
            Image(url=photos[1], caption="Toàn cảnh buổi làm việc"),
        ),
        keywords=("a", "tin tức"),
        language="vi",
        views=1729,
    )
    assert len(read.body) == 6
