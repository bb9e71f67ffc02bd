"""Where published files lie: a folder of this machine, or any address that fsspec knows (``s3://bucket/feed``).

Whoever writes says ``/``-separated names below the place; a file is there whole or not at all, wherever that is. fsspec
and what it needs are loaded when an address is used, never for a folder.
"""

from __future__ import annotations

from audiobrief.places.addresses import is_url as is_url
from audiobrief.places.addresses import local_path as local_path
from audiobrief.places.addresses import without_secrets as without_secrets
from audiobrief.places.choosing import parted as parted
from audiobrief.places.choosing import place_for as place_for
from audiobrief.places.choosing import remote_place as remote_place
from audiobrief.places.place import Place as Place
