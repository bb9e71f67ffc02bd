"""Source -> Page: an address, a file, standard input; addresses that come from content pass a guard."""

from audiobrief.fetch.source import fetch_from_content as fetch_from_content
from audiobrief.fetch.source import read_source as read_source
