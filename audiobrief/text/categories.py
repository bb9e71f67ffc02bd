"""Apple's podcast categories: a feed with another one is refused by Apple's validator."""

from __future__ import annotations

_TABLE = """
Arts: Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts
Business: Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit
Comedy: Comedy Interviews, Improv, Stand-Up
Education: Courses, How To, Language Learning, Self-Improvement
Fiction: Comedy Fiction, Drama, Science Fiction
Government:
Health & Fitness: Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality
History:
Kids & Family: Education for Kids, Parenting, Pets & Animals, Stories for Kids
Leisure: Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games
Music: Music Commentary, Music History, Music Interviews
News: Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News
Religion & Spirituality: Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality
Science: Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, \
Social Sciences
Society & Culture: Documentary, Personal Journals, Philosophy, Places & Travel, Relationships
Sports: Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer, Swimming, \
Tennis, Volleyball, Wilderness, Wrestling
TV & Film: After Shows, Film History, Film Interviews, Film Reviews, TV Reviews
Technology:
True Crime:
"""

CATEGORIES: dict[str, tuple[str, ...]] = {
    name: tuple(part.strip() for part in below.split(",") if part.strip())
    for name, _, below in (row.partition(":") for row in _TABLE.strip().splitlines())
}
"""Category to subcategories, spelt as Apple spells them."""


def split(category: str) -> tuple[str, str]:
    """``"News > Daily News"`` as category and subcategory ("" for none); "News" for one that Apple does not know."""
    name, _, below = (part.strip() for part in category.partition(">"))
    if name not in CATEGORIES:
        return "News", ""
    return name, below if below in CATEGORIES[name] else ""
