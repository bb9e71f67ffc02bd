"""A feed's memory: which articles it has seen, under which guid, and which episodes were made of them."""

from audiobrief.library.editions import StoryPlace as StoryPlace
from audiobrief.library.editions import StoryRow as StoryRow
from audiobrief.library.memory import FILE as FILE
from audiobrief.library.memory import ArticleRecord as ArticleRecord
from audiobrief.library.memory import Library as Library
from audiobrief.library.memory import PublishedFiles as PublishedFiles
