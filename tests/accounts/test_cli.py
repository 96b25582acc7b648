"""`cityshop account create`."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from cityshop.accounts.cli import account
from cityshop.accounts.models import Account, RoleGrant
from cityshop.accounts.passwords import fits

PASSWORD = "zeven ganzen aan de Leie"  # noqa: S105 - of nobody


@pytest.fixture
def create(database, settings):
    environment = {
        "CITYSHOP_DATABASE_URL": settings.database_url,
        "CITYSHOP_FOLDER": str(settings.folder),
        "CITYSHOP_SECRET_KEY": settings.secret_key.replace("a-secret", "one-more"),
    }

    def run(*options, typed=PASSWORD):
        return CliRunner(env=environment).invoke(
            account, ["create", *options, "--password-stdin"], input=f"{typed}\n"
        )

    return run


def test_an_account_is_made_with_a_role_in_a_city(create, make, session):
    make.kortrijk()

    done = create(
        "--email", "Amina@Stad.Example", "--name", "Amina", "--role", "coordinator", "--city", "kortrijk"
    )

    assert done.exit_code == 0, done.output
    row = session.scalars(select(Account)).one()
    assert row.email == "amina@stad.example"
    assert fits(PASSWORD, row.password_digest)
    assert session.execute(select(RoleGrant.role, RoleGrant.city_id)).one() == (
        "coordinator",
        make.kortrijk().id,
    )


@pytest.mark.parametrize(
    ("options", "typed", "status"),
    [
        (("--email", "amina", "--name", "Amina"), PASSWORD, 1),
        (("--email", "amina@stad.example", "--name", "Amina"), "kort", 1),
        (("--email", "amina@stad.example", "--name", "Amina", "--role", "king"), PASSWORD, 2),
        (("--email", "amina@stad.example", "--name", "Amina", "--city", "kortrijk"), PASSWORD, 2),
        (("--email", "amina@stad.example", "--name", "A", "--role", "reader", "--city", "x"), PASSWORD, 2),
    ],
)
def test_the_exit_status_says_what_went_wrong(create, session, options, typed, status):
    done = create(*options, typed=typed)

    assert done.exit_code == status
    assert session.scalars(select(Account)).all() == []


def test_the_same_mailbox_is_refused_the_second_time(create):
    first, second = (create("--email", "amina@stad.example", "--name", "Amina") for _ in range(2))

    assert (first.exit_code, second.exit_code) == (0, 1)
    assert "already" in second.output


def test_the_password_is_never_printed(create):
    done = create("--email", "amina@stad.example", "--name", "Amina")

    assert PASSWORD not in done.output
