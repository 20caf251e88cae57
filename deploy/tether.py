"""Become another program that cannot outlive the one who asked: `tether.py [options] program …`.

Run by `child` as a script with `python -I -S`, before exec: it asks the kernel to send SIGNAL when
the parent dies (Linux; elsewhere the next start finds left-overs by their pid file), leaves root
for USER when one is named, and execs. Standard library only: it runs without site-packages.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def main(argv: list[str]) -> None:
    """argv: signal number, the parent's pid, user name or '', then the program and its words."""
    signal_number, parent, user, *program = argv
    if user:
        become(user)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit(0)  # the parent died before the kernel was asked
    os.execvp(program[0], program)


def become(user: str) -> None:
    """Drop root for good."""
    entry = pwd.getpwnam(user)
    os.initgroups(user, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


if __name__ == "__main__":
    main(sys.argv[1:])
