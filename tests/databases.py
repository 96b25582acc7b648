"""The option `--database` and the fixture `database_url`: an empty database for each process of a run."""

import pytest

from tests.postgres import make_database, private_cluster

cluster_url = pytest.StashKey[str]()


def pytest_addoption(parser):
    parser.addoption(
        "--database", choices=("sqlite", "postgres"), default="sqlite", help="the tests run on this"
    )


@pytest.hookimpl(wrapper=True)
def pytest_sessionstart(session):
    """The first process starts the cluster; the processes of pytest-xdist are told where it is."""
    config = session.config
    if hasattr(config, "workerinput"):
        config.stash[cluster_url] = config.workerinput["cluster_url"]
    elif config.getoption("database") == "postgres":
        cluster = private_cluster(is_durable=False)
        config.stash[cluster_url] = cluster.__enter__()
        config.add_cleanup(lambda: cluster.__exit__(None, None, None))
    return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    node.workerinput["cluster_url"] = node.config.stash.get(cluster_url, "")


@pytest.fixture(scope="session")
def database_url(pytestconfig, tmp_path_factory):
    if pytestconfig.getoption("database") == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('database') / 'cityshop.db'}"
    worker = getattr(pytestconfig, "workerinput", {}).get("workerid", "alone")
    return make_database(pytestconfig.stash[cluster_url], f"cityshop_{worker}")
