"""A feed that is published by SFTP: the same files as in a folder, none under its name before it is whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import asyncssh
import pytest
from lxml import etree

from audiobrief.errors import OutputError
from audiobrief.feed import run
from tests.published import NEW, OLD, files, new_feed, quiet
from tests.ssh import SshHost

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("kept_reader")]


def test_a_host_holds_what_a_folder_does(ssh_host: SshHost, tmp_path: Path, in_a_folder: dict[str, bytes]) -> None:
    address = ssh_host.new_folder()
    folder = new_feed(tmp_path / "feed", address)
    done = run.publish(folder, [OLD, NEW], quiet)
    assert done.as_text().endswith(f"{address.replace('ann@', '')}/feed.xml: 2 new, 0 updated, 0 unchanged.")
    assert files(ssh_host.folder(address)) == in_a_folder
    written = [path for what, path in ssh_host.seen if what == "write"]
    named = [path for what, path in ssh_host.seen if what == "name"]
    assert all(path.endswith(".part") for path in written)
    assert len(named) == len(set(named)) == len(written)
    assert named[-1].endswith("/feed.xml")
    ssh_host.seen.clear()
    again = run.publish(folder, [OLD, NEW], quiet)
    assert (again.spoken, again.encoded, again.files_written) == (0, 0, 0)
    assert ssh_host.seen == []


@pytest.mark.parametrize("at", [1, 2, 9, 26])
def test_a_host_that_fails_costs_a_line_and_the_next_run_finishes(
    ssh_host: SshHost, tmp_path: Path, in_a_folder: dict[str, bytes], at: int
) -> None:
    address = ssh_host.new_folder()
    folder = new_feed(tmp_path / "feed", address)
    run.publish(folder, [OLD], quiet)
    there = ssh_host.folder(address)
    changes = 0

    def fail(what: str, path: str) -> None:
        nonlocal changes
        changes += 1
        if changes >= at:
            raise asyncssh.SFTPFailure("the disk is full")

    ssh_host.trouble = fail
    with pytest.raises(OutputError) as caught:
        run.publish(folder, [NEW], quiet)
    assert "\n" not in str(caught.value)
    named = {e.get("url", "") for e in etree.parse(there / "feed.xml").iter("enclosure")}
    assert len(named) == 1
    assert not list(there.rglob("*.part")), "nothing is left where it can be removed"
    ssh_host.trouble = lambda what, path: None
    done = run.publish(folder, [NEW], quiet)
    assert done.spoken == 0
    assert files(there) == in_a_folder


def test_a_host_gives_a_lost_library_back(ssh_host: SshHost, tmp_path: Path) -> None:
    address = ssh_host.new_folder()
    folder = new_feed(tmp_path / "feed", address)
    run.publish(folder, [OLD], quiet)
    before = files(ssh_host.folder(address))
    shutil.rmtree(folder / ".audiobrief")
    told: list[str] = []
    assert run.publish(folder, [], told.append).failed == []
    assert [line for line in told if "1 of its episodes were not in the library" in line]
    assert run.publish(folder, [OLD], quiet).made == []
    assert files(ssh_host.folder(address)) == before
