"""Downloads from a real server: whole or not at all, going on where they broke off, and told in sentences."""

import hashlib
import multiprocessing
import random
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.data.download import RemoteFile, download
from engine.errors import DataError
from engine.record.locks import FileLock
from tests.engine.data.web import Site, serve

CONTENT = random.Random(3).randbytes(300_000)
FILE = RemoteFile("data.bin", hashlib.md5(CONTENT).hexdigest())


@pytest.fixture(name="site")
def site_fixture() -> Iterator[Site]:
    with serve(Site({"data.bin": CONTENT})) as site:
        yield site


def bring(site: Site, folder: Path, *addresses: str) -> list[str]:
    return [sentence for sentence in download(FILE, addresses or (site.address,), folder) if sentence]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_that_a_file_is_brought_once(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    assert bring(site, folder) == ["data.bin is downloaded, and its checksum is right."]
    assert (folder / "data.bin").read_bytes() == CONTENT
    assert bring(site, folder) == []
    assert len(site.asked) == 1
    assert names(folder) == ["data.bin"]


def test_that_a_broken_download_goes_on_where_it_was(site: Site, tmp_path: Path) -> None:
    site.break_after = [100_000, 50_000]
    bring(site, tmp_path)
    assert (tmp_path / "data.bin").read_bytes() == CONTENT
    assert site.asked == [("/data.bin", ""), ("/data.bin", "bytes=100000-"), ("/data.bin", "bytes=150000-")]


def test_that_the_next_run_goes_on_where_the_last_one_was_ended(site: Site, tmp_path: Path) -> None:
    (tmp_path / "data.bin.partial").write_bytes(CONTENT[:123_456])
    bring(site, tmp_path)
    assert (tmp_path / "data.bin").read_bytes() == CONTENT
    assert site.asked == [("/data.bin", "bytes=123456-")]


def test_that_a_server_without_ranges_is_begun_anew(site: Site, tmp_path: Path) -> None:
    site.knows_ranges, site.break_after = False, [1000]
    bring(site, tmp_path)
    assert (tmp_path / "data.bin").read_bytes() == CONTENT


@pytest.mark.parametrize("before", [b"another file" * 10, CONTENT + b"more", CONTENT])
def test_that_a_bad_beginning_is_thrown_away_and_a_whole_one_kept(
    site: Site, tmp_path: Path, before: bytes
) -> None:
    (tmp_path / "data.bin.partial").write_bytes(before)
    bring(site, tmp_path)
    assert (tmp_path / "data.bin").read_bytes() == CONTENT
    assert len(site.asked) == (1 if before == CONTENT else 2)


def test_that_a_file_with_a_wrong_checksum_is_never_taken(site: Site, tmp_path: Path) -> None:
    site.files["data.bin"] = CONTENT[:-1] + b"x"
    with pytest.raises(DataError, match=r"data.bin could not be downloaded \(127.0.0.1:\d+: the checksum is"):
        bring(site, tmp_path)
    assert names(tmp_path) == []


def test_that_the_next_address_is_asked_where_one_has_nothing(site: Site, tmp_path: Path) -> None:
    with serve(Site()) as empty:
        bring(site, tmp_path, empty.address, f"{site.address}/")
        assert empty.asked == [("/data.bin", "")]
    assert (tmp_path / "data.bin").read_bytes() == CONTENT


def test_that_a_missing_file_is_told_with_a_way_out(tmp_path: Path) -> None:
    with serve(Site()) as empty, pytest.raises(DataError) as caught:
        bring(empty, tmp_path)
    assert "404" in caught.value.sentence
    assert "data.folder" in caught.value.mend


def test_that_being_offline_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:  # bound but not listening: nobody answers there
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(DataError, match="Connection refused") as caught:
            list(download(FILE, (f"http://127.0.0.1:{taken.getsockname()[1]}",), tmp_path))
    assert "Check the connection, then resume" in caught.value.mend


def test_that_it_tells_how_far_it_is(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.data.download._TOLD_SECONDS", 0.0)
    told = bring(site, tmp_path)
    assert told[0] == "Downloading data.bin: 0.1 of 0.3 MB, 22%."
    assert told[-2] == "Downloading data.bin: 0.3 of 0.3 MB, 100%."


def test_that_whoever_waits_can_give_up_and_go_on_later(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.data.download._BREATH_SECONDS", 0.0)
    going = download(FILE, (site.address,), tmp_path)
    assert next(going) == ""
    going.close()
    assert names(tmp_path) == ["data.bin.partial"]
    bring(site, tmp_path)
    assert (tmp_path / "data.bin").read_bytes() == CONTENT
    assert site.asked[1][1] == "bytes=65536-"


def _hold(path: str, ready: object, done: object) -> None:
    lock = FileLock(Path(path))
    assert lock.acquire()
    ready.set()  # type: ignore[attr-defined]
    done.wait(30)  # type: ignore[attr-defined]
    lock.release()


def test_that_two_runs_do_not_download_the_same_file(site: Site, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(str(tmp_path / ".data.bin.lock"), ready, done))
    other.start()
    assert ready.wait(60)
    waiting = download(FILE, (site.address,), tmp_path)
    assert next(waiting) == "Another run downloads data.bin: this one waits for it."
    assert next(waiting) == ""
    (tmp_path / "data.bin").write_bytes(CONTENT)  # as the other one would
    done.set()
    assert [sentence for sentence in waiting if sentence] == []
    other.join()
    other.close()
    assert site.asked == []
