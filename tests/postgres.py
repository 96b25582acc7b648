"""A PostgreSQL cluster of our own: made in a temporary folder, on a free port, and gone after the tests."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.ports import free_port

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
UNPRIVILEGED = ("postgres", "nobody")
OWNER = "cityshop"
DURABLE = "-c fsync=on"
THROWAWAY = "-c fsync=off -c full_page_writes=off"


@contextmanager
def private_cluster(*, is_durable: bool = True) -> Iterator[str]:
    """Give the address of a running cluster, `postgresql+psycopg://OWNER:PASSWORD@127.0.0.1:PORT`.

    One that is not durable never waits for the disk: its data is thrown away whatever happens to the machine.
    """
    if not (PROGRAMS / "initdb").exists():
        raise pytest.UsageError(f"PostgreSQL 15 is not in {PROGRAMS}: run `make test-tools` to install it.")
    folder = Path(tempfile.mkdtemp(prefix="cityshop-postgres-"))
    try:
        yield from _started(folder, DURABLE if is_durable else THROWAWAY)
    finally:
        shutil.rmtree(folder)


def _started(folder: Path, durability: str) -> Iterator[str]:
    password, port = secrets.token_hex(16), free_port()
    (folder / "password").write_text(password)
    _hand_over(folder)
    data = ["-D", str(folder / "data")]
    _run(
        "initdb",
        *data,
        "-U",
        OWNER,
        "-A",
        "scram-sha-256",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        f"--pwfile={folder / 'password'}",
    )
    listening = f"-h 127.0.0.1 -p {port} -k {folder} -c max_connections=600 {durability}"
    _run("pg_ctl", "start", "--wait", *data, "-l", str(folder / "log"), "-o", listening)
    try:
        yield f"postgresql+psycopg://{OWNER}:{password}@127.0.0.1:{port}"
    finally:
        _run("pg_ctl", "stop", "--wait", *data, "-m", "fast")


def make_database(cluster_url: str, name: str) -> str:
    """Make an empty database in the cluster; gives its address."""
    address = cluster_url.replace("+psycopg", "")
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    return f"{cluster_url}/{name}"


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [PROGRAMS / program, *arguments],
        cwd="/",
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **_identity(),
    )
    if done.returncode:
        raise pytest.UsageError(f"{program} failed:\n{done.stdout}")


def _hand_over(folder: Path) -> None:
    identity = _identity()
    for path in (folder, *folder.iterdir()) if identity else ():
        os.chown(path, identity["user"], identity["group"])


def _identity() -> dict[str, Any]:
    """PostgreSQL refuses to be started by root, so root lends it somebody who owns nothing else."""
    if os.geteuid() != 0:
        return {}
    known = {account.pw_name: account for account in pwd.getpwall()}
    account = next(known[name] for name in UNPRIVILEGED if name in known)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
