"""One contract for every place that files are published to: a folder, other file systems, a bucket on a real server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from audiobrief.cache import SharedCache
from audiobrief.errors import AudiobriefError, OutputError, UsageError
from audiobrief.places import Place, is_url, local_path, parted, place_for, remote, remote_place, without_secrets
from audiobrief.places.remote import Remote
from tests.bucket import BucketServer
from tests.ssh import SshHost

KEY = sha256(b"key").hexdigest()
Open = Callable[[str], Place]
"""Opens the same place anew, for an owner."""


@pytest.fixture(params=["folder", "memory", "renaming", "sftp", "bucket"])
def opened(request: pytest.FixtureRequest, tmp_path: Path, bucket_server: BucketServer, ssh_host: SshHost) -> Open:
    if request.param == "bucket":
        target = f"s3://{bucket_server.new_bucket()}/news"
    elif request.param == "sftp":
        target = ssh_host.new_folder()
    else:
        schemes = {"folder": "", "memory": "memory://", "renaming": "local://"}
        target = f"{schemes[request.param]}{tmp_path}/news"
    return lambda owner: place_for(target, tmp_path, owner)


def test_what_was_written_is_read(opened: Open) -> None:
    place = opened("us")
    name = "episodes/a-1/transcript.vtt"
    assert not place.has(name)
    place.write(name, b"first")
    assert opened("us").read(name) == b"first"
    assert place.has(name)
    assert place.sha256(name) == sha256(b"first").hexdigest()
    place.write(name, b"second")
    assert place.read(name) == b"second"


def test_a_file_is_written_when_its_bytes_differ(opened: Open) -> None:
    place = opened("us")
    place.look("feed.xml")
    told = [place.write_if_changed("feed.xml", data) for data in (b"one", b"one", b"two")]
    assert told == [True, False, True]
    assert opened("us").write_if_changed("feed.xml", b"two") is False
    assert place.read("feed.xml") == b"two"


FEW_BYTES = 100_000


@pytest.fixture
def small_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is larger lies in a file before it goes out."""
    assert remote.IN_MEMORY_BYTES > FEW_BYTES
    monkeypatch.setattr(remote, "IN_MEMORY_BYTES", FEW_BYTES)


@pytest.mark.usefixtures("small_memory")
@pytest.mark.parametrize("size", [0, 3, FEW_BYTES + 1])
@pytest.mark.parametrize("once", [True, False])
def test_a_file_is_there_when_its_block_has_ended(opened: Open, size: int, once: bool) -> None:
    place, name = opened("us"), "episodes/a-1/episode.mp3"
    with place.replacing(name, once=once) as file:
        file.write(b"x" * (size // 2))
        assert not place.has(name)
        file.write(b"x" * (size - size // 2))
    assert place.sha256(name) == sha256(b"x" * size).hexdigest()


def test_a_block_that_raises_leaves_what_was_there(opened: Open) -> None:
    place = opened("us")
    place.write("a/b", b"before")
    for name in ("a/b", "a/c"):
        with pytest.raises(ZeroDivisionError), place.replacing(name) as file:
            file.write(b"half")
            raise ZeroDivisionError
    assert place.read("a/b") == b"before"
    assert not place.has("a/c")


def test_what_is_never_to_change_may_be_written_again(opened: Open) -> None:
    """A run that was cut short did it before, or wrote other bytes that nobody was told of."""
    for data in (b"same", b"same", b"other"):
        with opened("us").replacing("a/episode.mp3", once=True) as file:
            file.write(data)
    assert opened("us").read("a/episode.mp3") == b"other"


def test_a_tree_is_removed_and_nothing_beside_it(opened: Open) -> None:
    place = opened("us")
    for name in ("episodes/a-1/x", "episodes/a-1/deep/y", "episodes/a-12/x"):
        place.write(name, b".")
    assert place.remove_tree("episodes/a-1")
    assert place.remove_tree("episodes/none")
    assert [place.has(f"episodes/{name}") for name in ("a-1/x", "a-1/deep/y", "a-12/x")] == [False, False, True]


def test_what_is_not_there_is_an_error_that_names_it(opened: Open) -> None:
    place = opened("us")
    for ask in (place.read, place.sha256):
        with pytest.raises(OutputError) as caught:
            ask("episodes/none.mp3")
        assert caught.value.subject == place.shown("episodes/none.mp3")


def test_many_threads_may_write_at_once(opened: Open) -> None:
    place = opened("us")
    names = [f"many/{number}" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda name: place.write_if_changed(name, name.encode()), names))
    assert all(place.read(name) == name.encode() for name in names)


# --- entries that machines share --------------------------------------------------------------------------------------


@pytest.fixture(params=["memory", "renaming", "sftp", "bucket"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path, bucket_server: BucketServer, ssh_host: SshHost) -> Remote:
    targets = {"memory": f"memory://{tmp_path}", "renaming": f"local://{tmp_path}", "sftp": ssh_host.new_folder()}
    return remote_place(targets.get(request.param) or f"s3://{bucket_server.new_bucket()}/cache")


def test_the_first_who_shares_an_entry_decides(shelf: Remote) -> None:
    one, two = SharedCache(shelf), SharedCache(shelf)
    assert one.get(KEY) is None
    assert one.put(KEY, b"mine") == b"mine"
    assert two.put(KEY, b"yours") == b"mine"
    assert two.get(KEY) == one.get(KEY) == b"mine"


@pytest.mark.parametrize("damaged", [b"", b"short", b"x" * 100])
def test_a_damaged_entry_is_a_miss_and_made_again(shelf: Remote, damaged: bytes) -> None:
    SharedCache(shelf).put(KEY, b"whole")
    shelf.write(f"{KEY[:2]}/{KEY[2:]}.bin", damaged)
    cache = SharedCache(shelf)
    assert cache.get(KEY) is None
    assert cache.put(KEY, b"whole") == b"whole"
    assert SharedCache(shelf).get(KEY) == b"whole"


# --- a bucket ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def bucket(bucket_server: BucketServer) -> str:
    return f"s3://{bucket_server.new_bucket()}/news"


def test_an_object_says_what_it_is(bucket_server: BucketServer, bucket: str) -> None:
    place_for(bucket, Path(), "us").write("feed.xml", b"<rss/>")
    name = bucket.removeprefix("s3://").partition("/")[0]
    told = bucket_server.client.head_object(Bucket=name, Key="news/feed.xml")
    assert told["ContentType"] == "application/rss+xml; charset=utf-8"
    assert told["CacheControl"] == "no-cache"
    assert told["Metadata"] == {
        "audiobrief-sha256": sha256(b"<rss/>").hexdigest(),
        "audiobrief-library": "us",
    }


def test_nobody_writes_over_what_he_has_not_seen(bucket: str) -> None:
    one, two = place_for(bucket, Path(), "us"), place_for(bucket, Path(), "us")
    one.look("feed.xml")
    two.look("feed.xml")
    assert one.write_if_changed("feed.xml", b"one")
    with pytest.raises(OutputError, match="somebody else wrote it meanwhile"):
        two.write_if_changed("feed.xml", b"two")
    assert two.read("feed.xml") == b"one"


def test_an_address_belongs_to_one_feed_folder(bucket: str) -> None:
    ours, theirs = place_for(bucket, Path(), "us"), place_for(bucket, Path(), "them")
    ours.write("feed.xml", b"ours")
    with ours.replacing("a/episode.mp3", once=True) as file:
        file.write(b"ours")
    with pytest.raises(OutputError, match="another feed folder"):
        theirs.look("feed.xml")
    with pytest.raises(OutputError, match="another feed folder"):
        theirs.write_if_changed("feed.xml", b"theirs")
    with pytest.raises(OutputError, match="another feed folder"), theirs.replacing("a/episode.mp3", once=True) as file:
        file.write(b"theirs")
    with theirs.replacing("a/episode.mp3", once=True) as file:
        file.write(b"ours")  # the very bytes: nothing is lost
    assert ours.read("feed.xml") == ours.read("a/episode.mp3") == b"ours"


def test_a_lost_answer_is_no_conflict(bucket_server: BucketServer, bucket: str) -> None:
    place = place_for(bucket, Path(), "us")
    lost: list[str] = []

    def lose(method: str, key: str) -> str:
        if method != "PUT" or key in lost:
            return ""
        lost.append(key)
        return "lost answer"

    bucket_server.requests.trouble = lose
    assert place.write_if_changed("feed.xml", b"one")
    with place.replacing("a/episode.mp3", once=True) as file:
        file.write(b"sound")
    assert remote_place(bucket).keep("c.bin", b"kept") == b"kept"
    assert len(lost) == 3
    assert (place.read("feed.xml"), place.read("a/episode.mp3")) == (b"one", b"sound")


@pytest.mark.usefixtures("small_memory")
@pytest.mark.parametrize("size", [1_000, FEW_BYTES + 1])
def test_a_put_that_is_cut_off_leaves_nothing_and_is_sent_again_whole(
    bucket_server: BucketServer, bucket: str, size: int
) -> None:
    place, name = place_for(bucket, Path(), "us"), "a/episode.mp3"
    cuts = iter(["cut", "cut"])
    there = []

    def cut(method: str, key: str) -> str:
        if method == "PUT":
            there.append(bucket_server.keys(bucket.removeprefix("s3://").partition("/")[0]))
            return next(cuts, "")
        return ""

    bucket_server.requests.trouble = cut
    body = os.urandom(size)
    with place.replacing(name, once=True) as file:
        file.write(body)
    assert there == [[], [], []]
    assert place.sha256(name) == sha256(body).hexdigest()


FLAT = """
import resource, sys
from pathlib import Path
from audiobrief.places import place_for
place = place_for(sys.argv[1], Path())
place.write("warm", b".")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with place.replacing("long.mp3", once=True) as file:
    for _ in range(120):
        file.write(bytes(1_000_000))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in other units elsewhere")
def test_a_large_file_goes_out_in_flat_memory(bucket_server: BucketServer, bucket: str) -> None:
    done = subprocess.run([sys.executable, "-c", FLAT, bucket], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 40_000, f"{done.stdout} KiB for 120 MB"


def test_a_server_that_stays_busy_is_one_error(
    bucket_server: BucketServer, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    bucket_server.requests.trouble = lambda method, key: "503"
    with pytest.raises(OutputError, match="too busy now"):
        place_for(bucket, Path()).write("a", b"")


@pytest.mark.parametrize(
    ("target", "kind", "told"),
    [
        ("s3://no-such-bucket/news", OutputError, "s3://no-such-bucket/news: there is no such bucket"),
        ("s3:///news", UsageError, "it names no bucket"),
        ("https://news.example/feed", UsageError, "such an address is read-only"),
        ("ftp://ann:secret@host/news", UsageError, "ftp://host/news: FTP sends its password in the clear"),
        ("webdav://host/news", UsageError, "a package is not installed. Install webdav4"),
        ("file://srv/news", UsageError, "it names the machine srv. Give file:///srv/news"),
        ("pigeon://coop/news", UsageError, "pigeon:// is not supported"),
    ],
)
def test_an_address_that_cannot_be_used(
    bucket_server: BucketServer, target: str, kind: type[AudiobriefError], told: str
) -> None:
    with pytest.raises(kind, match=told):
        place_for(target, Path()).look("feed.xml")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, "cannot be reached"),
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "no credentials were found"),
    ],
)
def test_a_way_that_is_barred_is_one_line(
    bucket: str, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], told: str
) -> None:
    for name, value in {"AWS_MAX_ATTEMPTS": "1", **changed}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(OutputError, match=told) as caught:
        place_for(bucket, Path()).look("feed.xml")
    assert "\n" not in str(caught.value)


# --- a host -----------------------------------------------------------------------------------------------------------


def test_a_host_that_is_not_known_gets_nothing(ssh_host: SshHost, tmp_path: Path) -> None:
    """Somebody else may have taken its name."""
    known = ssh_host.home / ".ssh" / "known_hosts"
    told = known.read_text()
    known.write_text("")
    try:
        with pytest.raises(OutputError, match="its host key is not known here"):
            place_for(ssh_host.new_folder(), tmp_path).write("feed.xml", b"<rss/>")
    finally:
        known.write_text(told)
    assert not [path for path in ssh_host.root.rglob("feed.xml") if path.read_bytes() == b"<rss/>"]


def test_a_host_that_does_not_know_us_is_one_line(
    ssh_host: SshHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = tmp_path / "stranger" / ".ssh"
    stranger.mkdir(parents=True)
    (stranger / "known_hosts").write_text((ssh_host.home / ".ssh" / "known_hosts").read_text())
    monkeypatch.setenv("HOME", str(stranger.parent))
    with pytest.raises(OutputError, match="the server refuses these keys") as caught:
        place_for(ssh_host.new_folder(), tmp_path).read("feed.xml")
    assert "\n" not in str(caught.value)


def test_a_host_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be reached"):
        place_for("sftp://ann@127.0.0.1:1/site", tmp_path).write("feed.xml", b"")


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("public", "public"),
        ("/srv/news", "/srv/news"),
        ("C:/news", "C:/news"),
        ("a:b/news", "a:b/news"),
        ("file:///srv/my%20news", "/srv/my news"),
        ("s3://bucket/news", None),
        ("simplecache::s3://bucket/news", None),
    ],
)
def test_paths_are_told_from_addresses(target: str, path: str | None) -> None:
    assert local_path(target) == (None if path is None else Path(path))
    assert is_url(target) == ("://" in target)


def test_a_single_file_is_parted_into_place_and_name(bucket_server: BucketServer, bucket: str, tmp_path: Path) -> None:
    for target in (f"{bucket}/a/dam.mp3", str(tmp_path / "dam.mp3")):
        place, name = parted(target)
        assert name == "dam.mp3"
        assert place.shown(name) == target


def test_no_password_is_shown() -> None:
    assert without_secrets("sftp://ann:secret@host/news?key=secret") == "sftp://host/news"


def test_a_folder_loads_no_library_for_addresses() -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom audiobrief.places import place_for\n"
        "place_for('public', Path()).has('feed.xml')\nsys.exit('fsspec' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
