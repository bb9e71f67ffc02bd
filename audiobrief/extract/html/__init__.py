"""A page's HTML -> the article's blocks: tree, text runs, the article's area, roles, and what is dropped."""
