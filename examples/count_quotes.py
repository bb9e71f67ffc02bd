"""Uses audiobrief as a library: who says how much in an article?

python examples/count_quotes.py [PAGE.html]
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from audiobrief import Page, read_article, write_script
from audiobrief.model import Role

PAGE = Path(__file__).resolve().parent / "articles" / "harbour-dam.html"


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    article = read_article(Page(url="", body=path.read_bytes(), content_type="text/html"))
    script = write_script(article)
    words: Counter[str] = Counter()
    for segment in script.segments:
        if segment.role is Role.QUOTE:
            words[segment.speaker or segment.source or "unknown"] += len(segment.written.split())
    print(article.title)
    for speaker, count in words.most_common():
        print(f"{speaker}: {count} words")


if __name__ == "__main__":
    main()
