"""The library: identity that lasts, transactions, damage."""

from __future__ import annotations

import sqlite3
import uuid
import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from filelock import FileLock

from audiobrief import identity
from audiobrief.errors import OutputError, UsageError
from audiobrief.library import FILE, ArticleRecord, Library, database, migrations
from audiobrief.mix.packed_marks import MarkTrack
from audiobrief.model import Article, Block, Chapter, Episode, Mark, Role, Script, Segment, Span, Timeline

NOW = "2026-03-01T12:00:00+00:00"
LATER = "2026-03-05T12:00:00+00:00"
CONTEXT = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
CONTEXT.set_forkserver_preload([__name__])


def story(subject: str, **facts: object) -> Article:
    words = " ".join(f"{subject}{number} was" for number in range(20))
    more = " ".join(f"and the {subject} of {number}" for number in ["one", "two", "three", "four", "five"])
    blocks = (Block(Role.HEADLINE, f"New {subject} agreed"), Block(Role.BODY, words), Block(Role.BODY, more))
    article = Article(title=f"New {subject} agreed", published="2026-03-01", blocks=blocks)
    return replace(article, **facts)  # type: ignore[arg-type]


def episode(guid: str, slug: str, published: str = NOW) -> Episode:
    script = Script(Article(title=f"Title of {slug}"), (Segment(Role.BODY, "One.", extra={"note": [1]}),))
    timeline = Timeline(44_100, 44_100, (Span(0, 0, 22_050, MarkTrack([Mark("word", 0, 0, 4)])),))
    return Episode(guid, slug, script, timeline, (Chapter("One", 0, 1000, 0),), 8000, "ab" * 32, published)


def see(library: Library, article: Article, url: str = "", id: str | None = None) -> ArticleRecord:
    return library.identify(article, url, NOW, id)


def test_same_article_keeps_its_guid_in_every_later_run(tmp_path: Path) -> None:
    article = story("bridge", url="https://paper.example/2026/bridge")
    with Library(tmp_path) as library:
        first = see(library, article, "https://paper.example/2026/bridge")
    with Library(tmp_path) as library:
        again = see(library, article, "http://www.paper.example/2026/bridge/?utm_source=feed&fbclid=1#top")
    assert first.is_new and not again.is_new
    assert first.guid == again.guid == str(uuid.UUID(first.guid))


def test_title_edit_and_growing_text_are_the_same_article(tmp_path: Path) -> None:
    url = "https://paper.example/a/1"
    with Library(tmp_path) as library:
        first = see(library, story("bridge", url=url), url)
        edited = story("bridge", url=url, title="Valley gets a bridge at last")
        rewritten = story("tunnel", url=url, title="All new words, same day and address")
        assert see(library, edited, url).guid == first.guid
        assert see(library, rewritten, url).guid == first.guid


def test_another_story_at_the_same_address_is_another_article(tmp_path: Path) -> None:
    url = "https://paper.example/today.html?page=daily"
    with Library(tmp_path) as library:
        monday = see(library, story("bridge"), url)
        tuesday = see(library, story("orchard", published="2026-03-02"), url)
        assert tuesday.is_new and tuesday.guid != monday.guid
        assert see(library, story("bridge"), url).guid == monday.guid
        assert see(library, story("orchard", published="2026-03-02"), url).guid == tuesday.guid


@pytest.mark.parametrize(
    "canonical",
    ["https://paper.example/", "https://paper.example/en/", "https://paper.example/a/0", "https://other.example/x"],
)
def test_wrong_canonical_link_on_every_page_merges_nothing(tmp_path: Path, canonical: str) -> None:
    subjects = ("bridge", "orchard", "library", "harbour")
    with Library(tmp_path) as library:
        guids = {
            see(library, story(subject, url=canonical), f"https://paper.example/a/{subject}").guid
            for subject in subjects
        }
        again = {
            see(library, story(subject, url=canonical), f"https://paper.example/a/{subject}").guid
            for subject in subjects
        }
    assert len(guids) == len(subjects)
    assert again == guids


def test_right_canonical_link_joins_two_addresses(tmp_path: Path) -> None:
    canonical = "https://paper.example/a/bridge"
    with Library(tmp_path) as library:
        first = see(library, story("bridge", url=canonical), "https://m.paper.example/a/bridge?view=phone")
        second = see(library, story("bridge", url=canonical), canonical)
    assert second.guid == first.guid and not second.is_new


def test_files_are_known_by_title_and_day(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        first = see(library, story("bridge"))
        assert see(library, story("bridge")).guid == first.guid
        assert see(library, story("bridge", published=None)).guid == first.guid  # the very same words
        other_day = see(library, story("mill", title="New bridge agreed", published="2026-03-02"))
        evening = see(library, story("orchard", title="New bridge agreed"))
        nameless = see(library, Article(blocks=(Block(Role.BODY, "Two words"),)))
        assert see(library, Article(blocks=(Block(Role.BODY, "Two words"),))).guid == nameless.guid
        assert len({first.guid, other_day.guid, evening.guid, nameless.guid}) == 4


def test_textless_articles_at_one_address_do_not_collide(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        known = [see(library, Article(title=title), "https://paper.example/a") for title in ("A", "B", "C", "D")]
        assert len({one.guid for one in known}) == 4
        assert see(library, Article(title="C"), "https://paper.example/a").guid == known[2].guid


def test_owners_own_id_is_kept_as_typed(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        known = see(library, story("bridge"), "https://paper.example/b", id="tag:paper,2019:77")
        assert known.guid == "tag:paper,2019:77"
        assert see(library, story("orchard"), id="tag:paper,2019:77").guid == known.guid
        assert see(library, story("bridge"), "https://paper.example/b").guid == known.guid
        assert library.guid_of("http://www.paper.example/b?utm_medium=x") == known.guid
        assert library.guid_of("https://paper.example/unknown") is None


def test_identity_does_not_depend_on_the_clock(tmp_path: Path) -> None:
    article, url = story("bridge"), "https://paper.example/b"
    guids = set()
    for place, now in enumerate(("2019-01-01T00:00:00+00:00", "2038-01-20T00:00:00+00:00")):
        with Library(tmp_path / str(place)) as library:
            guids.add(library.identify(article, url, now).guid)
    assert len(guids) == 1


def test_correction_is_seen_and_supersedes(tmp_path: Path) -> None:
    url = "https://paper.example/b"
    article = story("bridge")
    corrected = replace(article, blocks=(*article.blocks, Block(Role.NOTICE, "Correction: it was a Monday.")))
    with Library(tmp_path) as library:
        known = see(library, article, url)
        assert not known.has_changed and known.episode is None
        library.record(known.guid, article, identity.text_hash(article), episode(known.guid, "one"), NOW)
        assert not see(library, article, url).has_changed
        changed = see(library, corrected, url)
        assert changed.has_changed and changed.episode == episode(known.guid, "one")
        library.record(known.guid, corrected, identity.text_hash(corrected), episode(known.guid, "two"), LATER)
        assert not see(library, corrected, url).has_changed
        assert [one.slug for one in library.episodes()] == ["two"]
        assert library.superseded(LATER) == ()
        assert library.superseded("2026-04-05") == ("one",)
        library.forget("one")
        assert library.superseded("2026-04-05") == ()


def test_recording_the_same_episode_again_changes_nothing(tmp_path: Path) -> None:
    article = story("bridge")
    with Library(tmp_path) as library:
        guid = see(library, article).guid
        for _ in range(2):
            library.record(guid, article, identity.text_hash(article), episode(guid, "one"), NOW)
        assert len(library.episodes()) == 1 and library.superseded("2030-01-01") == ()


def test_changed_dates_and_blanks_are_no_correction() -> None:
    article = story("bridge")
    dated = replace(article, blocks=(*article.blocks, Block(Role.DATE, "Updated 3 hours ago")))
    spaced = replace(article, title="  New\n bridge   agreed ")
    assert identity.text_hash(article) == identity.text_hash(dated) == identity.text_hash(spaced)
    retyped = replace(article, blocks=tuple(replace(block, role=Role.QUOTE) for block in article.blocks))
    assert identity.text_hash(article) != identity.text_hash(retyped)


def test_program_upgrade_makes_no_corrections_unless_the_page_is_newer(tmp_path: Path) -> None:
    url = "https://paper.example/b"
    article = story("bridge", updated="2026-03-01T08:00:00Z")
    read_otherwise = replace(article, blocks=article.blocks[:2])
    corrected = replace(read_otherwise, updated="2026-03-02T08:00:00Z")
    with Library(tmp_path, program="1") as library:
        guid = see(library, article, url).guid
        library.record(guid, article, identity.text_hash(article), episode(guid, "one"), NOW)
    with Library(tmp_path, program="2") as library:
        assert not see(library, read_otherwise, url).has_changed
        assert see(library, replace(corrected, title="Corrected bridge"), url).has_changed
    with Library(tmp_path, program="3") as library:
        assert see(library, replace(corrected, title="Corrected again"), url).has_changed


def test_copy_under_another_address_is_named(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        first = see(library, story("bridge"), "https://paper.example/b")
        unpublished = see(library, story("bridge"), "https://mirror.example/b")
        assert unpublished.is_new and unpublished.duplicate_of is None
        article = story("bridge")
        library.record(first.guid, article, identity.text_hash(article), episode(first.guid, "one"), NOW)
        copy = see(library, story("bridge", title="The same, retold"), "https://third.example/z")
        assert copy.is_new and copy.duplicate_of == first.guid
        assert see(library, story("orchard"), "https://third.example/o").duplicate_of is None


def test_withdrawn_articles_leave_the_feed_and_stay_out(tmp_path: Path) -> None:
    article = story("bridge")
    with Library(tmp_path) as library:
        guid = see(library, article).guid
        library.record(guid, article, identity.text_hash(article), episode(guid, "one"), NOW)
        assert library.withdraw(guid, LATER)
        assert not library.withdraw("nobody", LATER)
        assert library.episodes() == ()
        assert see(library, article).is_withdrawn
        assert library.superseded("2026-04-01") == ("one",)


def test_episodes_come_newest_first(tmp_path: Path) -> None:
    dates = {"a": "2026-03-01T12:00:00+02:00", "b": "2026-03-01T11:00:00+00:00", "c": "2026-02-01T00:00:00Z"}
    with Library(tmp_path) as library:
        for slug, published in dates.items():
            article = story(f"thing{slug}")
            guid = see(library, article).guid
            library.record(guid, article, "h", episode(guid, slug, published), NOW)
        assert [one.slug for one in library.episodes()] == ["b", "a", "c"]


def test_feed_guid_is_assigned_once(tmp_path: Path) -> None:
    # The two examples of the podcast namespace's guid.md.
    # the two examples of the podcast namespace's own page on the element
    assert identity.feed_guid("https://mp3s.nashownotes.com/pc20rss.xml") == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert identity.feed_guid("http://podnews.net/rss/") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    with Library(tmp_path) as library:
        first = library.feed_guid("https://one.example/feed.xml")
        assert library.feed_guid("https://two.example/feed.xml") == first


def test_what_is_known_of_sources_is_kept(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        assert library.source_state("https://paper.example/feed") is None
        library.keep_source_state("https://paper.example/feed", b"{}")
        library.keep_source_state("https://paper.example/feed", b'{"failures": 1}')
        library.keep_source_state("a.html", b"x")
    with Library(tmp_path) as library:
        assert library.source_state("https://paper.example/feed") == b'{"failures": 1}'
        library.keep_source_state("a.html", None)
        assert library.source_states() == {"https://paper.example/feed": b'{"failures": 1}'}


def test_library_of_an_older_program_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = migrations.MIGRATIONS
    monkeypatch.setattr(migrations, "MIGRATIONS", everything[:1])
    with Library(tmp_path) as library:
        guid = see(library, story("bridge")).guid
    monkeypatch.setattr(migrations, "MIGRATIONS", everything)
    with Library(tmp_path) as library:
        assert see(library, story("bridge")).guid == guid
        library.keep_source_state("a", b"x")


def test_failed_migration_leaves_the_old_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = migrations.MIGRATIONS
    Library(tmp_path).close()

    def fail(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE more (a)")
        db.execute("CREATE NONSENSE")

    monkeypatch.setattr(migrations, "MIGRATIONS", (*everything, fail))
    with pytest.raises(OutputError):
        Library(tmp_path)
    monkeypatch.setattr(migrations, "MIGRATIONS", everything)
    Library(tmp_path).close()


@pytest.mark.parametrize("damage", ["not a database", "torn page", "cut short"])
def test_damaged_library_is_one_error_with_a_remedy(tmp_path: Path, damage: str) -> None:
    with Library(tmp_path) as library:
        for subject in ("bridge", "orchard", "harbour", "mill") * 4:
            see(library, story(subject * 3), f"https://paper.example/{subject}")
    path = tmp_path / FILE
    if damage == "not a database":
        path.write_bytes(b"This is no database at all. " * 100)
    elif damage == "torn page":
        body = bytearray(path.read_bytes())
        body[4096:] = b"\x5a" * (len(body) - 4096)
        path.write_bytes(body)
    else:
        path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(OutputError, match=r"the library is damaged .*Run audiobrief feed recover"):
        Library(tmp_path)


def test_a_large_library_is_read_whole_only_after_a_kill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library(tmp_path) as library:
        for number in range(40):
            guid = see(library, story(f"bridge {number} " * 3), f"https://paper.example/{number}").guid
            library.record(guid, story("x"), "hash", episode(guid, f"s{number}"), LATER)
    path = tmp_path / FILE
    body = bytearray(path.read_bytes())
    body[-20_000:] = b"\x5a" * 20_000
    path.write_bytes(body)
    monkeypatch.setattr(database, "_PROVED_QUICKLY_BYTES", 0)
    with Library(tmp_path) as library, pytest.raises(OutputError, match="the library is damaged"):
        library.load([f"s{number}" for number in range(40)])
    path.with_name(f"{FILE}-wal").touch()
    with pytest.raises(OutputError, match="the library is damaged"):
        Library(tmp_path)


def test_episodes_of_the_first_libraries_are_read(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        guid = see(library, story("bridge")).guid
        written = episode(guid, "one")
        library.record(guid, story("bridge"), "hash", written, LATER)
    with sqlite3.connect(tmp_path / FILE) as db:
        (body,) = db.execute("SELECT episode FROM episodes").fetchone()
        plain = zlib.decompress(body)
        assert len(body) < len(plain)
        db.execute("UPDATE episodes SET episode = ?", (plain,))
    with Library(tmp_path) as library:
        assert library.load([written.slug]) == (written,)


def test_library_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    Library(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match="newer audiobrief"):
        Library(tmp_path)


def test_folder_that_cannot_be_made_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError):
        Library(tmp_path / "file")
    (tmp_path / FILE).mkdir(parents=True)
    with pytest.raises(OutputError, match=r"library\.sqlite3: cannot be used"):
        Library(tmp_path)


def test_failed_change_leaves_nothing_behind(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        guid = see(library, story("bridge")).guid
        library.record(guid, story("bridge"), "h", episode(guid, "one"), NOW)
        with pytest.raises(OutputError):
            library.record("unknown", story("orchard"), "h", episode("unknown", "two"), NOW)
        assert [one.slug for one in library.episodes()] == ["one"]


def _meet_at(barrier: Barrier) -> None:
    _open_all.barrier = barrier  # type: ignore[attr-defined]


def _open_all(folders: list[str]) -> list[str]:
    refused = []
    for folder in folders:
        _open_all.barrier.wait(60)  # type: ignore[attr-defined]
        try:
            Library(Path(folder)).close()
        except OutputError as error:
            refused.append(str(error))
    return refused


def test_six_processes_may_open_new_libraries_at_once(tmp_path: Path) -> None:
    """A new file goes over to WAL without waiting for others, so a run could be told that another one uses it."""
    folders = [str(tmp_path / f"{number}") for number in range(40)]
    with ProcessPoolExecutor(6, CONTEXT, _meet_at, (CONTEXT.Barrier(6),)) as pool:
        assert list(pool.map(_open_all, [folders] * 6)) == [[]] * 6


def test_library_that_is_being_opened_elsewhere_is_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT_MS", 1)
    with FileLock(tmp_path / f"{FILE}.lock"), pytest.raises(OutputError, match="another run is using it"):
        Library(tmp_path)
    Library(tmp_path).close()


def test_lock_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / f"{FILE}.lock").mkdir()
    with pytest.raises(OutputError, match=r"library\.sqlite3: cannot be used \(Is a directory\)"):
        Library(tmp_path)


def _publish_some(folder: str, worker: int) -> list[str]:
    guids = []
    with Library(Path(folder)) as library:
        for number in range(6):
            article = story(f"topic{number}", title=f"Story {number}")
            known = library.identify(article, f"https://paper.example/{number}?utm_source={worker}", NOW)
            library.record(known.guid, article, "h", episode(known.guid, f"slug-{number}"), NOW)
            guids.append(known.guid)
    return guids


def test_six_processes_agree_on_every_guid(tmp_path: Path) -> None:
    with ProcessPoolExecutor(6, CONTEXT) as pool:
        answers = list(pool.map(_publish_some, [str(tmp_path)] * 6, range(6)))
    assert all(answer == answers[0] for answer in answers)
    with Library(tmp_path) as library:
        assert len(library.episodes()) == 6
