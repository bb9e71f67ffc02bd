"""Every error that is raised on purpose.

    AudiobriefError                1  anything else that went wrong
    ├── UsageError                 2  the command line, a configuration, a cast or a script is wrong
    ├── FetchError                 3  a source could not be brought
    ├── NothingToRead              4  a source holds no article
    ├── SpeechError                5  no engine could speak
    │   └── EngineUnavailable      5  an engine that was asked for cannot run here
    ├── WorkerError                5  a child process ended without an answer
    │   └── WorkerTimeout          5  a child process did not answer in time
    ├── OutputError                6  a result could not be written
    │   ├── DiskFull               6  a result found no room
    │   └── DamagedLibrary         6  a feed's memory does not hold what was written
    │       └── DamagedRow         6  one episode of it does not
    ├── PartlyDone                 7  something was published, something was not
    ├── ClusterError               8  the machines that were to do the work cannot be reached or cannot do it
    ├── Quarantined                5  a piece of work ended every process that took it
    └── Interrupted              130  the listener pressed Ctrl-C

A message is three parts: the *subject* (what it is about: a file, a URL, a voice), the *fact* (what is the case) and
the *remedy* (what to do now). The command line prints them as one line, ``Error: subject: fact. Remedy.``
"""

from __future__ import annotations

import errno
import shlex
import sys

UNREADABLE = (ValueError, TypeError, LookupError, OverflowError, RecursionError)
"""What readers of JSON, TOML, dates and archives raise for bytes that are none, whatever else they promise."""


_LONGEST_SUBJECT = 500
"""Characters: an address may be made of a whole text."""


def installing(*packages: str) -> str:
    """Returns the command that brings packages to this very program: a bare ``pip`` is often another Python's."""
    return shlex.join([sys.executable or "python", "-m", "pip", "install", *packages])


class AudiobriefError(Exception):
    """An error meant for a person: ``subject``, ``fact``, ``remedy``; ``exit_code`` is the process's."""

    exit_code = 1

    def __init__(self, subject: str, fact: str, remedy: str = "") -> None:
        super().__init__(subject, fact, remedy)
        self.subject = subject
        self.fact = fact
        self.remedy = remedy

    def __str__(self) -> str:
        cut = len(self.subject) > _LONGEST_SUBJECT
        subject = f"{self.subject[:_LONGEST_SUBJECT]}…" if cut else self.subject
        sentence = f"{subject}: {self.fact.rstrip('.')}."
        remedy = self.remedy if self.remedy.endswith("?") else f"{self.remedy.rstrip('.')}."
        line = f"{sentence} {remedy}" if self.remedy else sentence
        return " ".join(line.split())  # one line, whatever a library's message held


class UsageError(AudiobriefError):
    """The command line, a configuration, a cast or a script is wrong."""

    exit_code = 2


class FetchError(AudiobriefError):
    """A source could not be brought: missing file, no network, refused, too large."""

    exit_code = 3


class NothingToRead(AudiobriefError):
    """A source was brought but holds no article."""

    exit_code = 4


class SpeechError(AudiobriefError):
    """An utterance could not be spoken by the engine that was asked."""

    exit_code = 5


class EngineUnavailable(SpeechError):
    """An engine cannot run on this machine; the fact says why, the remedy how to install it."""


class WorkerError(AudiobriefError):
    """A child process ended without an answer."""

    exit_code = 5


class WorkerTimeout(WorkerError):
    """A child process did not answer before its deadline, and was killed."""


class OutputError(AudiobriefError):
    """A result could not be written: no space, no permission, already there."""

    exit_code = 6


class DiskFull(OutputError):
    """A result found no room on the disk, or in its owner's quota."""


class DamagedLibrary(OutputError):
    """A feed's memory does not hold what was written to it."""


class DamagedRow(DamagedLibrary):
    """One episode of a feed's memory cannot be read; the subject is its slug."""


class PartlyDone(AudiobriefError):
    """Something was made and something was not; the fact counts both."""

    exit_code = 7


class ClusterError(AudiobriefError):
    """A cluster cannot be reached, was lost, or has no worker that fits. Running again goes on where it stopped."""

    exit_code = 8


class Quarantined(AudiobriefError):
    """A piece of work ended, one after the other, all the processes that took it: it is not tried again unasked."""

    exit_code = 5


class Interrupted(AudiobriefError):
    """The person at the keyboard stopped the run."""

    exit_code = 130


def is_held(error: OSError) -> bool:
    """Tells whether another program has the file open: Windows then lets nobody put another in its place."""
    return getattr(error, "winerror", None) in (5, 32)  # access denied, sharing violation


def ours(error: Exception, subject: str) -> AudiobriefError:
    """Returns an error that was raised on purpose as it is, any other as a fault in this program."""
    if isinstance(error, AudiobriefError):
        return error
    return AudiobriefError(
        subject, f"a fault in audiobrief ({type(error).__name__}: {error})", "Report it with the page."
    )


def of_disk(error: OSError) -> type[OutputError]:
    """Returns what an error of the disk is raised as."""
    return DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else OutputError
