"""A scheduler and two workers, real ones, on the loopback: the same feed as without, whatever happens to them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import trustme

from audiobrief.errors import ClusterError
from audiobrief.recording import roster
from audiobrief.recording.cluster import Cluster
from tests.bench import edition
from tests.bucket import BucketServer
from tests.cluster.machines import Machines, audiobrief, command, engine_folder, environment, started
from tests.cluster.rehearsal import POISON

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform == "win32", reason="kills processes")]


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    place = tmp_path_factory.mktemp("machines")
    with started(place) as machines:
        yield machines


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return edition.write(tmp_path_factory.mktemp("pages"), minutes=8, articles=6)


def new_feed(folder: Path, engine: Path) -> Path:
    done = audiobrief("feed", "init", folder, "--title", "News", "--cast", engine / "rehearsal.toml", path=engine)
    assert done.returncode == 0, done.stderr
    return folder


def inbox(feed: Path, pages: Sequence[Path], max_new: int = 50) -> None:
    """Makes the pages a source of the feed."""
    (feed / "inbox").mkdir()
    for page in pages:
        (feed / "inbox" / page.name).write_bytes(page.read_bytes())
    config = (feed / "audiobrief.toml").read_text()
    source = '\n[[source]]\nfolder = "inbox"\nrights = "own articles"\n'
    (feed / "audiobrief.toml").write_text(f"max_new = {max_new}\n{config}{source}")


def publish(feed: Path, *more: str | Path, machines: Machines) -> subprocess.CompletedProcess[str]:
    return audiobrief("feed", "update", feed, *more, "--cluster", machines.address, path=machines.path[0])


def begun_publishing(feed: Path, pages: Sequence[Path], machines: Machines) -> subprocess.Popen[str]:
    arguments = command("feed", "update", feed, *pages, "--cluster", machines.address)
    return subprocess.Popen(arguments, env=environment(*machines.path), stderr=subprocess.PIPE, text=True)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def noted(machines: Machines) -> Counter[tuple[str, str]]:
    """How often each utterance was begun and spoken, on all workers."""
    lines = (machines.place / "spoken.log").read_text().splitlines()
    return Counter((line.split()[0], line.split()[1]) for line in lines)


def test_the_feed_is_the_same_as_without_a_cluster(machines: Machines, pages: list[Path], tmp_path: Path) -> None:
    engine = machines.path[0]
    far, near = new_feed(tmp_path / "far", engine), new_feed(tmp_path / "near", engine)
    done = publish(far, *pages, machines=machines)
    assert done.returncode == 0, done.stderr
    assert "2 workers, 2 threads" in done.stderr
    begun = [line.removeprefix("Reading: ") for line in done.stderr.splitlines() if line.startswith("Reading: ")]
    assert all(f"Speaking {title}: " in done.stderr for title in begun)
    assert audiobrief("feed", "update", near, *pages, path=engine).returncode == 0
    audio = {name: data for name, data in files(far / "public").items() if name.endswith(".mp3")}
    assert len(audio) == len(pages)
    assert audio == {name: data for name, data in files(near / "public").items() if name.endswith(".mp3")}
    again = json.loads(publish(far, *pages, "--json", machines=machines).stdout)
    assert (again["spoken"], again["encoded"], len(again["unchanged"])) == (0, 0, len(pages))


def test_nothing_is_spoken_twice_and_both_workers_speak(pages: list[Path], tmp_path: Path) -> None:
    log = tmp_path / "spoken.log"
    with started(tmp_path, REHEARSAL_LOG=str(log)) as machines:
        feed = new_feed(tmp_path / "feed", machines.path[0])
        assert publish(feed, *pages, machines=machines).returncode == 0
        times = [count for (what, _), count in noted(machines).items() if what == "spoken"]
        assert len(times) > 20
        assert set(times) == {1}
        speakers = {line.split()[2] for line in log.read_text().splitlines()}
        assert speakers == set(map(str, machines.processes().values()))


def test_an_edition_is_the_same_as_without_a_cluster(machines: Machines, pages: list[Path], tmp_path: Path) -> None:
    engine = machines.path[0]
    made = {}
    for name, where in (("far", ["--cluster", machines.address]), ("near", [])):
        target = tmp_path / f"{name}.mp3"
        options: list[str | Path] = ["-o", target, "--cast", engine / "rehearsal.toml", "--title", "All", *where]
        done = audiobrief("read", *pages, *options, path=engine, AUDIOBRIEF_CACHE=str(tmp_path / name))
        assert done.returncode == 0, done.stderr
        made[name] = target.read_bytes()
    assert made["far"] == made["near"]


def test_articles_are_begun_ahead_and_no_more_than_asked(machines: Machines, pages: list[Path], tmp_path: Path) -> None:
    feed = new_feed(tmp_path / "feed", machines.path[0])
    inbox(feed, pages, max_new=3)
    first = json.loads(publish(feed, "--json", machines=machines).stdout)
    assert len(first["made"]) == 3
    second = json.loads(publish(feed, "--json", machines=machines).stdout)
    assert (len(second["made"]), len(second["unchanged"])) == (3, 3)


def test_a_copy_that_is_under_way_is_seen(machines: Machines, pages: list[Path], tmp_path: Path) -> None:
    feed = new_feed(tmp_path / "feed", machines.path[0])
    copy = tmp_path / "copy.html"
    copy.write_bytes(pages[0].read_bytes().replace(b"<title>", b"<title>Again: ").replace(b"<h1>", b"<h1>Again: "))
    done = publish(feed, pages[0], pages[0], copy, "--json", machines=machines)
    told = json.loads(done.stdout)
    assert (len(told["made"]), len(told["unchanged"])) == (1, 1)
    assert "already in the feed" in told["failed"][0]


def test_a_killed_worker_loses_nothing_and_repeats_only_its_task(pages: list[Path], tmp_path: Path) -> None:
    log = tmp_path / "spoken.log"
    with started(tmp_path, REHEARSAL_LOG=str(log), REHEARSAL_PACE="120") as machines:
        feed = new_feed(tmp_path / "feed", machines.path[0])
        victim = min(machines.processes().values())
        run = begun_publishing(feed, pages, machines)
        machines.until(lambda: f"{victim}\n" in log.read_text() if log.exists() else False)
        os.kill(victim, signal.SIGKILL)
        _, told = run.communicate(timeout=60)
        assert run.returncode == 0, told
        assert len(list(feed.glob("public/episodes/*/*.mp3"))) == len(pages)
        lines = [line.split() for line in log.read_text().splitlines()]
        lost = {key for what, key, pid in lines if pid == str(victim)}
        again = {key for (what, key), count in noted(machines).items() if count > 1}
        assert again <= lost


def test_a_task_that_kills_is_set_aside_and_the_others_are_made(pages: list[Path], tmp_path: Path) -> None:
    log = tmp_path / "spoken.log"
    with started(tmp_path, REHEARSAL_LOG=str(log)) as machines:
        feed = new_feed(tmp_path / "feed", machines.path[0])
        poisoned = tmp_path / "poisoned.html"
        poisoned.write_bytes(pages[1].read_bytes().replace(b"<p>", f"<p>{POISON} rose. ".encode(), 1))
        inbox(feed, [pages[0], poisoned, pages[2], pages[3]])
        first = publish(feed, "--json", machines=machines)
        assert first.returncode == 7, first.stderr
        told = json.loads(first.stdout)
        assert len(told["made"]) == 3
        assert "it ended 4 workers one after the other" in told["failed"][0]
        deaths = log.read_text().count("begun")
        again = publish(feed, "--json", machines=machines)
        assert (again.returncode, log.read_text().count("begun")) == (0, deaths)
        assert "given up" in audiobrief("feed", "status", feed, path=machines.path[0]).stdout


def test_a_lost_scheduler_is_told_and_the_next_run_goes_on(pages: list[Path], tmp_path: Path) -> None:
    log = tmp_path / "spoken.log"
    with started(tmp_path, REHEARSAL_LOG=str(log), REHEARSAL_PACE="200") as machines:
        feed = new_feed(tmp_path / "feed", machines.path[0])
        run = begun_publishing(feed, pages, machines)
        machines.until(lambda: any(feed.glob("public/episodes/*/*.mp3")))
        machines.kill("scheduler")
        _, told = run.communicate(timeout=60)
        assert run.returncode == 8
        assert told.splitlines()[-1] == (
            f"Error: {machines.address}: the scheduler was lost. Run again: it goes on where it stopped."
        )
        assert "Traceback" not in told
        made = len(list(feed.glob("public/episodes/*/*.mp3")))
        assert (feed / "public" / "feed.xml").read_text().count("<item>") == made
        done = json.loads(audiobrief("feed", "update", feed, *pages, "--json", path=machines.path[0]).stdout)
        assert len(done["made"]) == len(pages) - made


def test_ctrl_c_takes_its_work_back(pages: list[Path], tmp_path: Path) -> None:
    log = tmp_path / "spoken.log"
    with started(tmp_path, REHEARSAL_LOG=str(log), REHEARSAL_PACE="150") as machines:
        feed = new_feed(tmp_path / "feed", machines.path[0])
        run = begun_publishing(feed, pages, machines)
        machines.until(lambda: log.exists() and log.read_text().count("begun") > 3)
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=30)
        assert run.returncode == 130
        assert "Traceback" not in told
        assert told.splitlines()[-1].startswith("Error: audiobrief: stopped.")
        machines.until(lambda: not machines.client.run_on_scheduler(tasks))
        assert publish(feed, *pages, machines=machines).returncode == 0


def tasks(dask_scheduler: Any) -> list[str]:
    """Names of those that a scheduler knows."""
    return list(dask_scheduler.tasks)


def with_cache(feed: Path, cache: str) -> Path:
    config = (feed / "audiobrief.toml").read_text()
    (feed / "audiobrief.toml").write_text(f'cache = "{cache}"\n{config}')
    return feed


def test_workers_keep_what_they_speak_in_a_shared_bucket(
    pages: list[Path], tmp_path: Path, bucket_server: BucketServer
) -> None:
    bucket, log = bucket_server.new_bucket(), tmp_path / "spoken.log"
    with started(tmp_path, 2, REHEARSAL_LOG=str(log), **bucket_server.environment) as machines:
        engine = machines.path[0]
        far = with_cache(new_feed(tmp_path / "far", engine), f"s3://{bucket}/cache")
        done = publish(far, *pages[:3], "--json", machines=machines)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["spoken"] == log.read_text().count("spoken") > 20
        assert not list(tmp_path.glob("cache-*/*/*.bin")), "nothing lies on the workers"
        near = with_cache(new_feed(tmp_path / "near", engine), f"s3://{bucket}/cache")
        again = json.loads(audiobrief("feed", "update", near, *pages[:3], "--json", path=engine).stdout)
        assert (again["spoken"], again["encoded"]) == (0, 0), "what workers spoke is there for all"
        audio = [{p.name: p.read_bytes() for p in feed.glob("public/episodes/*/*.mp3")} for feed in (far, near)]
        assert audio[0] == audio[1]


@pytest.mark.parametrize(
    ("cache", "told"),
    [
        ("memory://cache", "the cache of that name is another one there"),
        ("s3://{bucket}/cache", "no credentials were found"),
    ],
)
def test_workers_that_do_not_reach_the_cache_are_refused(
    cache: str, told: str, machines: Machines, pages: list[Path], tmp_path: Path, bucket_server: BucketServer
) -> None:
    """They were started before anybody knew of a bucket."""
    target = cache.format(bucket=bucket_server.new_bucket())
    feed = with_cache(new_feed(tmp_path / "feed", machines.path[0]), target)
    done = publish(feed, pages[0], machines=machines)
    assert done.returncode == 8
    assert sum(told in line for line in done.stderr.splitlines() if " is refused: " in line) == 2, done.stderr


@pytest.fixture(scope="module")
def odd_machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler whose workers are all of another kind."""
    place = tmp_path_factory.mktemp("odd")
    newer = place / "newer" / "audiobrief-9.9.dist-info"
    newer.mkdir(parents=True)
    (newer / "METADATA").write_text("Metadata-Version: 2.1\nName: audiobrief\nVersion: 9.9\n")
    with Machines(place) as machines:
        engine = engine_folder(place)
        machines.worker("newer", newer.parent, engine)
        machines.worker("without")
        machines.worker("other", engine, REHEARSAL_VERSION="2")
        machines.worker("voice", engine, REHEARSAL_VOICE=str(engine / "rehearsal.py"))
        machines.wait_for(4)
        machines.path = (engine,)
        yield machines


def test_workers_that_do_not_fit_are_refused_by_name(odd_machines: Machines, pages: list[Path], tmp_path: Path) -> None:
    feed = new_feed(tmp_path / "feed", odd_machines.path[0])
    done = publish(feed, pages[0], machines=odd_machines)
    assert done.returncode == 8, done.stderr
    refusals = [line for line in done.stderr.splitlines() if " is refused: " in line]
    assert len(refusals) == 4
    reasons = (
        "it has audiobrief 9.9, this is 0.1.0",
        "there is no such engine",
        "version 2 there, 1 here",
        "its file is",
    )
    for reason in reasons:
        assert any(reason in line for line in refusals), done.stderr
    assert "none of its 4 workers is fit" in done.stderr.splitlines()[-1]


def test_work_goes_round_workers_that_do_not_fit(odd_machines: Machines, pages: list[Path], tmp_path: Path) -> None:
    odd_machines.worker("fit", odd_machines.path[0])
    try:
        odd_machines.wait_for(5)
        feed = new_feed(tmp_path / "feed", odd_machines.path[0])
        done = publish(feed, *pages, machines=odd_machines)
    finally:
        odd_machines.kill("fit")
        odd_machines.until(lambda: len(odd_machines.processes()) == 4)
    assert done.returncode == 0, done.stderr
    assert len(list(feed.glob("public/episodes/*/*.mp3"))) == len(pages)


@pytest.mark.parametrize(
    ("address", "code", "told"),
    [
        ("tcp://127.0.0.1:1", 8, "no scheduler answers there"),
        ("somewhere", 2, "is no address"),
        ("tcp://127.0.0.1", 2, "is no address"),
        ("pigeon://127.0.0.1:1", 2, "is no address"),
        ("tls://127.0.0.1:1", 2, "no certificates are named"),
    ],
)
def test_an_address_without_a_scheduler(
    address: str, code: int, told: str, machines: Machines, pages: list[Path], tmp_path: Path
) -> None:
    feed = new_feed(tmp_path / "feed", machines.path[0])
    done = audiobrief("feed", "update", feed, pages[0], "--cluster", address, path=machines.path[0])
    assert (done.returncode, len(done.stderr.splitlines())) == (code, 1), done.stderr
    assert told in done.stderr


def certificates(folder: Path) -> dict[str, str]:
    """Of an authority of its own, for scheduler, workers and coordinator: the variables that dask asks for."""
    folder.mkdir()
    authority = trustme.CA()
    pair = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    pair.private_key_and_cert_chain_pem.write_to_path(str(folder / "pair.pem"))
    names = {f"{who}__{what}": "pair.pem" for who in ("SCHEDULER", "WORKER", "CLIENT") for what in ("CERT", "KEY")}
    files = {"CA_FILE": "authority.pem", **names}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(folder / file) for name, file in files.items()}


def test_certificates_keep_strangers_out(pages: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = certificates(tmp_path / "ours"), certificates(tmp_path / "theirs")
    with monkeypatch.context() as here:
        for name, value in {**ours, "DASK_DISTRIBUTED__COMM__DEFAULT_SCHEME": "tls"}.items():
            here.setenv(name, value)
        with Machines(tmp_path, engine_folder(tmp_path)) as machines:
            machines.worker("one")
            feed = new_feed(tmp_path / "feed", machines.path[0])
            here.undo()
            assert machines.address.startswith("tls://")

            missing = {**ours, "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(tmp_path / "none")}
            for variables, code, told in (
                ({}, 2, "no certificates are named"),
                (missing, 2, "cannot be read (No such file"),
                (theirs, 8, "not signed by your authority"),
                (ours, 0, "100 percent"),
            ):
                arguments = command("feed", "update", feed, pages[0], "--cluster", machines.address)
                env = environment(*machines.path, **variables)
                done = subprocess.run(arguments, env=env, capture_output=True, text=True, timeout=90, check=False)
                assert (done.returncode, told in done.stderr.splitlines()[-1]) == (code, True), done.stderr


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "ANSWER_S", 0.5)
    with Machines(tmp_path) as machines:
        crew = Cluster(machines.address, lambda line: None, patience_s=0.5)
        with pytest.raises(ClusterError, match="it has no workers"):
            crew.submit(abs, -1).result()
        crew.shutdown()
        machines.worker("late")
        machines.wait_for(1)
        crew = Cluster(machines.address, lambda line: None, patience_s=0.5)
        assert crew.submit(abs, -1).result() == 1
        machines.signal("scheduler", signal.SIGSTOP)
        try:
            with pytest.raises(ClusterError, match="the scheduler does not answer"):
                crew.submit(abs, -2).result()
        finally:
            machines.signal("scheduler", signal.SIGCONT)
        crew.shutdown()


def test_a_connection_that_is_lost_between_two_looks_leaves_nobody_waiting(machines: Machines) -> None:
    crew = Cluster(machines.address, lambda line: None)
    crew._client.close()
    with pytest.raises(ClusterError, match="the scheduler was lost"):
        crew.submit(abs, -1).result(60)
    crew.shutdown()


def test_a_result_whose_connection_breaks_on_the_way_is_made_again(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew = Cluster(machines.address, lambda line: None)
    gather, breaks = crew._client._gather, [OSError("broken"), TimeoutError()]

    async def gathered(*args: Any, **kwargs: Any) -> Any:
        if breaks:
            raise breaks.pop()
        return await gather(*args, **kwargs)

    monkeypatch.setattr(crew._client, "_gather", gathered)
    assert crew.submit(abs, -1).result(60) == 1
    assert not breaks
    crew.shutdown()


def test_a_task_that_dask_forgot_is_sent_again(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    crew = Cluster(machines.address, lambda line: None)
    send, sent = crew._send, []

    def lost(task: Any) -> bool:
        is_out = send(task)
        sent.append(task)
        if len(sent) == 1:  # as when the connection breaks between a future and its message
            task.inner._state = type(task.inner._state)(task.inner.key)
            crew._client.futures.pop(task.inner.key)
        return is_out

    monkeypatch.setattr(crew, "_send", lost)
    assert crew.submit(abs, -1).result(60) == 1
    assert len(sent) == 2
    crew.shutdown()


def test_a_fault_of_the_foreman_leaves_nobody_waiting(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    crew = Cluster(machines.address, lambda line: None)
    monkeypatch.setattr(crew, "_send", lambda task: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        crew.submit(abs, -1).result(60)
    with pytest.raises(ZeroDivisionError):
        crew.submit(abs, -1).result(60)
    crew.shutdown()


def test_few_tasks_are_out_at_a_time(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    crew = Cluster(machines.address, lambda line: None)
    most = 0
    send = crew._send

    def counted(task: Any) -> bool:
        nonlocal most
        is_out = send(task)
        most = max(most, len(crew._out))
        return is_out

    monkeypatch.setattr(crew, "_send", counted)
    futures = [crew.submit(abs, -number) for number in range(100)]
    assert [future.result() for future in futures] == list(range(100))
    assert 2 <= most <= 4
    crew.shutdown()


def test_what_a_task_raises_comes_back(machines: Machines) -> None:
    crew = Cluster(machines.address, lambda line: None)
    with pytest.raises(ValueError, match="nonsense"):
        crew.submit(int, "nonsense").result()
    crew.shutdown()
    with pytest.raises(RuntimeError, match="no more tasks"):
        crew.submit(abs, 1)
