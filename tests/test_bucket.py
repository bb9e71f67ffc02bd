"""A feed that is published to a bucket: the same files as in a folder, never half of anything, the feed last."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

from audiobrief.config import NAME
from audiobrief.errors import OutputError, UsageError
from audiobrief.feed import paths, run, scrub, upkeep
from tests.bucket import BucketServer
from tests.published import BASE, NEW, OLD, new_feed, quiet
from tests.warm import Forge

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("kept_reader", "kept_cache")]
EVERY = 1 if os.environ.get("CRASH_FULL") else 17


@pytest.fixture
def bucket(bucket_server: BucketServer) -> str:
    return bucket_server.new_bucket()


def test_a_bucket_holds_what_a_folder_does(
    bucket_server: BucketServer, bucket: str, tmp_path: Path, in_a_folder: dict[str, bytes]
) -> None:
    folder = new_feed(tmp_path / "feed", f"s3://{bucket}/news")
    done = run.publish(folder, [OLD, NEW], quiet)
    assert done.as_text().endswith(f"s3://{bucket}/news/feed.xml: 2 new, 0 updated, 0 unchanged.")
    found = {key.removeprefix("news/"): data for key, data in bucket_server.files(bucket).items()}
    assert found == in_a_folder
    assert not (folder / "public").exists()


def test_the_feed_is_put_last_and_the_audio_before_what_tells_of_it(
    bucket_server: BucketServer, bucket: str, tmp_path: Path
) -> None:
    run.publish(new_feed(tmp_path / "feed", f"s3://{bucket}/news"), [OLD, NEW], quiet)
    puts = bucket_server.requests.puts()
    assert len(puts) == len(set(puts)), "nothing is put twice"
    assert puts[-1] == "news/feed.xml"
    assert all(key.endswith(".mp3") for key in puts[:2])


def test_a_second_run_puts_nothing_and_asks_little(bucket_server: BucketServer, bucket: str, tmp_path: Path) -> None:
    folder = new_feed(tmp_path / "feed", f"s3://{bucket}/news", cache="own-cache")
    run.publish(folder, [OLD], quiet)
    bucket_server.requests.seen.clear()
    done = run.publish(folder, [OLD], quiet)
    assert (done.spoken, done.encoded, done.files_written) == (0, 0, 0)
    asked = [(method, key) for method, key, _ in bucket_server.requests.seen]
    assert not any("episodes/" in key for method, key in asked if method != "GET"), "however many episodes there are"
    assert sum(method == "GET" for method, _ in asked) <= scrub.LOOKS_ELSEWHERE, "the lists of some folders"


def test_a_feed_that_moves_to_a_bucket_takes_its_audio_along(
    bucket_server: BucketServer, bucket: str, tmp_path: Path, in_a_folder: dict[str, bytes]
) -> None:
    folder = new_feed(tmp_path / "feed", cache="own-cache")
    run.publish(folder, [OLD, NEW], quiet)
    config = (folder / NAME).read_text(encoding="utf-8")
    (folder / NAME).write_text(config.replace('public = "public"', f'public = "s3://{bucket}"'), encoding="utf-8")
    done = run.publish(folder, [], quiet)
    assert done.spoken == 0
    assert bucket_server.files(bucket) == in_a_folder


def test_audio_that_is_nowhere_is_made_again_and_the_feed_stays(
    bucket_server: BucketServer, bucket: str, tmp_path: Path
) -> None:
    folder = new_feed(tmp_path / "feed", f"s3://{bucket}")
    run.publish(folder, [OLD], quiet)
    (audio,) = (key for key in bucket_server.keys(bucket) if key.endswith(".mp3"))
    bucket_server.client.delete_object(Bucket=bucket, Key=audio)
    before = bucket_server.get(bucket, "feed.xml")
    upkeep.forget_derived(folder)
    run.publish(folder, [], quiet)
    assert audio in bucket_server.keys(bucket)
    assert bucket_server.get(bucket, "feed.xml") == before


def test_two_feed_folders_do_not_share_an_address(bucket_server: BucketServer, bucket: str, tmp_path: Path) -> None:
    run.publish(new_feed(tmp_path / "one", f"s3://{bucket}"), [OLD], quiet)
    before = bucket_server.files(bucket)
    other = new_feed(tmp_path / "two", f"s3://{bucket}", cache="own-cache")
    config = other / NAME
    config.write_text(re.sub("^title = .*$", 'title = "Another"', config.read_text(), flags=re.MULTILINE))
    with pytest.raises(OutputError, match=r"feed\.xml: it belongs to another feed folder"):
        run.publish(other, [NEW], quiet)
    assert bucket_server.files(bucket) == before
    assert not list(other.glob("own-cache/**/*.bin")), "it is told before anything is spoken"


def test_a_lost_library_is_made_again_and_who_still_has_it_is_refused(
    bucket_server: BucketServer, bucket: str, tmp_path: Path
) -> None:
    folder = new_feed(tmp_path / "feed", f"s3://{bucket}")
    run.publish(folder, [OLD], quiet)
    before = bucket_server.files(bucket)
    shutil.copytree(folder, tmp_path / "elsewhere")
    shutil.rmtree(folder / ".audiobrief")
    told: list[str] = []
    assert run.publish(folder, [], told.append).failed == []
    assert [line for line in told if "1 of its episodes were not in the library" in line]
    assert bucket_server.files(bucket) == before
    assert run.publish(folder, [OLD], quiet).made == []
    with pytest.raises(OutputError, match="belongs to another feed folder"):
        run.publish(tmp_path / "elsewhere", [NEW], quiet)
    assert bucket_server.files(bucket) == before


def test_a_feed_that_changes_meanwhile_is_not_written_over(
    bucket_server: BucketServer, bucket: str, tmp_path: Path
) -> None:
    folder = new_feed(tmp_path / "feed", f"s3://{bucket}")
    run.publish(folder, [OLD], quiet)

    def meddle(method: str, key: str) -> str:
        if method == "PUT" and key.endswith(".mp3"):
            bucket_server.requests.trouble = lambda method, key: ""
            bucket_server.client.put_object(Bucket=bucket, Key="feed.xml", Body=b"theirs")
        return ""

    bucket_server.requests.trouble = meddle
    with pytest.raises(OutputError, match="somebody else wrote it meanwhile"):
        run.publish(folder, [NEW], quiet)
    assert bucket_server.get(bucket, "feed.xml") == b"theirs"


def test_what_a_correction_replaced_goes_after_its_time(
    bucket_server: BucketServer, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(Path(NEW).read_bytes())
    folder = new_feed(tmp_path / "feed", f"s3://{bucket}", cache="own-cache")
    run.publish(folder, [str(page)], quiet)
    page.write_bytes(Path(NEW).read_bytes().replace("£14.5m".encode(), "£15.4m".encode()))
    done = run.publish(folder, [str(page)], quiet)
    assert (len(done.updated), done.spoken) == (1, 1)
    audio = [key for key in bucket_server.keys(bucket) if key.endswith(".mp3")]
    assert len(audio) == 2, "who is listening may finish"
    monkeypatch.setattr(upkeep, "KEPT_AFTER_CORRECTION", timedelta(days=-1))
    run.publish(folder, [str(page)], quiet)
    assert len([key for key in bucket_server.keys(bucket) if key.startswith("episodes/")]) == 12


def test_bytes_that_changed_are_found(bucket_server: BucketServer, bucket: str, tmp_path: Path) -> None:
    folder = new_feed(tmp_path / "feed", f"s3://{bucket}")
    run.publish(folder, [OLD, NEW], quiet)
    assert upkeep.verify(folder) == []
    one, two = (key for key in bucket_server.keys(bucket) if key.endswith(".mp3"))
    bucket_server.client.put_object(Bucket=bucket, Key=one, Body=b"other")
    bucket_server.client.delete_object(Bucket=bucket, Key=two)
    assert set(upkeep.verify(folder)) == {
        f"s3://{bucket}/{one}: its bytes are not those that were published",
        f"s3://{bucket}/{two}: it cannot be read (it is not there)",
    }


def test_what_needs_a_folder_says_so(bucket: str, tmp_path: Path) -> None:
    folder = new_feed(tmp_path / "feed", f"s3://{bucket}")
    with pytest.raises(UsageError, match=f"Subscribe to {BASE}/feed.xml"):
        paths.to_serve(folder)
    with pytest.raises(UsageError, match="open to all who know its address"):
        upkeep.add_listener(folder, "Ann")
    assert paths.to_check(str(folder)) == f"{BASE}/feed.xml"
    assert paths.to_check(f"{BASE}/feed.xml") == f"{BASE}/feed.xml"
    with pytest.raises(UsageError, match="checked as its listeners get it"):
        paths.to_check(f"s3://{bucket}/feed.xml")


def test_a_folder_elsewhere_is_served_and_checked(tmp_path: Path) -> None:
    folder = new_feed(tmp_path / "feed", str(tmp_path / "www"))
    run.publish(folder, [OLD], quiet)
    assert (tmp_path / "www" / "feed.xml").is_file()
    assert paths.to_serve(folder) == tmp_path / "www"
    assert paths.to_check(str(folder)) == str(tmp_path / "www")
    assert paths.to_check(str(new_feed(tmp_path / "usual"))) == str(tmp_path / "usual")


def test_a_cache_in_a_bucket_is_shared_by_feeds(bucket_server: BucketServer, bucket: str, tmp_path: Path) -> None:
    first = run.publish(new_feed(tmp_path / "one", cache=f"s3://{bucket}/cache"), [OLD], quiet)
    second = run.publish(new_feed(tmp_path / "two", cache=f"s3://{bucket}/cache"), [OLD], quiet)
    assert first.spoken > 10
    assert (second.spoken, second.encoded) == (0, 0)
    assert not list((tmp_path / "one" / ".audiobrief").glob("cache/**/*.bin"))
    audio = [next(folder.glob("public/episodes/*/*.mp3")).read_bytes() for folder in tmp_path.iterdir()]
    assert audio[0] == audio[1]


def test_one_article_goes_to_a_bucket(
    bucket_server: BucketServer, bucket: str, tmp_path: Path, forge: Forge | None, _cache: Path
) -> None:
    def audiobrief(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "AUDIOBRIEF_CACHE": str(_cache)}
        return forge.run(arguments, tmp_path, environment, None) if forge else cold(*arguments)

    near, far = tmp_path / "trains.mp3", f"s3://{bucket}/one/trains.mp3"
    options = ["--cast", "tone", "--transcript", "--epub"]
    for target in (str(near), far):
        done = audiobrief("read", NEW, "-o", target, *options)
        assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1:] == [f"s3://{bucket}/one/trains.vtt", f"s3://{bucket}/one/trains.epub"]
    for suffix in (".mp3", ".vtt", ".epub"):
        assert bucket_server.get(bucket, f"one/trains{suffix}") == near.with_suffix(suffix).read_bytes()
    again = audiobrief("read", NEW, "-o", far, *options)
    assert (again.returncode, again.stderr.splitlines()[-1].split(". ")[0]) == (6, f"Error: {far}: it is there already")
    assert audiobrief("read", NEW, "-o", far, "--force", *options).returncode == 0


# --- a run that is cut short ------------------------------------------------------------------------------------------


def cold(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "audiobrief", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


class Killer:
    """Kills a publishing process at its n-th request: before it is answered, or in the middle of what it sends."""

    def __init__(self, at: int) -> None:
        self.left = at
        self.process: subprocess.Popen[str] | None = None

    def __call__(self, method: str, key: str) -> str:
        self.left -= 1
        if self.left or self.process is None:
            return "cut" if self.left < 0 else ""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        return "cut"

    def run(self, folder: Path) -> int:
        command = [sys.executable, "-m", "audiobrief", "feed", "update", str(folder), OLD, NEW]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.process.communicate()
        return self.process.returncode


def named(xml: bytes) -> Iterator[tuple[str, int]]:
    """The audio that a feed names: key and length."""
    for enclosure in etree.fromstring(xml).iter("enclosure"):
        yield str(enclosure.get("url")).removeprefix(f"{BASE}/"), int(str(enclosure.get("length")))


@pytest.mark.skipif(sys.platform == "win32", reason="kills processes")
@pytest.mark.long
def test_a_kill_at_any_request_leaves_a_whole_feed(
    bucket_server: BucketServer, tmp_path: Path, in_a_folder: dict[str, bytes]
) -> None:
    at, killed = 2, 0
    while True:
        bucket = bucket_server.new_bucket()
        folder = new_feed(tmp_path / str(at), f"s3://{bucket}", cache=str(tmp_path / "cache"))
        run.publish(folder, [OLD], quiet)
        bucket_server.requests.trouble = killer = Killer(at)
        code = killer.run(folder)
        bucket_server.requests.trouble = lambda method, key: ""
        found = bucket_server.files(bucket)
        for key, length in named(found["feed.xml"]):
            assert len(found[key]) == length, f"killed at {at}"
        assert all(in_a_folder[key] == data for key, data in found.items() if "episodes/" in key), "whole or not at all"
        if code == 0:
            break
        assert code == -signal.SIGKILL
        killed += 1
        run.publish(folder, [OLD, NEW], quiet)
        assert bucket_server.files(bucket) == in_a_folder, f"killed at {at}"
        at += EVERY
    assert killed * EVERY >= 33
    print(f"killed at {killed} requests: 0 broken, 0 not finished by the next run")


@pytest.mark.long
def test_a_server_that_fails_costs_a_line_and_the_next_run_finishes(
    bucket_server: BucketServer,
    bucket: str,
    tmp_path: Path,
    in_a_folder: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    folder = new_feed(tmp_path / "feed", f"s3://{bucket}")
    run.publish(folder, [OLD], quiet)
    bucket_server.requests.trouble = lambda method, key: "503" if key.endswith("transcript.vtt") else ""
    done = cold("feed", "update", str(folder), OLD, NEW, "--json")
    assert done.returncode == 6
    assert done.stderr.splitlines()[-1].endswith("too busy now. Run again later; what was done is kept.")
    assert "Traceback" not in done.stderr
    bucket_server.requests.trouble = lambda method, key: ""
    again = json.loads(cold("feed", "update", str(folder), OLD, NEW, "--json").stdout)
    assert (again["spoken"], again["feed"]) == (0, f"s3://{bucket}/feed.xml")
    assert bucket_server.files(bucket) == in_a_folder


def test_the_library_puts_its_name_to_what_it_writes(bucket_server: BucketServer, bucket: str, tmp_path: Path) -> None:
    run.publish(new_feed(tmp_path / "feed", f"s3://{bucket}"), [OLD], quiet)
    owners = set()
    for key in bucket_server.keys(bucket):
        facts = bucket_server.client.head_object(Bucket=bucket, Key=key)["Metadata"]
        assert facts["audiobrief-sha256"] == sha256(bucket_server.get(bucket, key)).hexdigest()
        owners.add(facts["audiobrief-library"])
    assert len(owners) == 1
