"""Jobs on routes."""

from pathlib import Path

import click

from cityshop.cities.cli import choose_by_word, database_of_site, sentences
from cityshop.core import clock
from cityshop.core.db import Database
from cityshop.places.refused import Reason
from cityshop.routes.drafts import Remark, RouteDraft
from cityshop.routes.geometry import SegmentRole, length, of_role
from cityshop.routes.imports import RoutePlan, carry_out, plan_import
from cityshop.routes.map_files import Found, read_file


@click.group()
def routes() -> None:
    """Routes to walk and to cycle."""


@routes.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--city", required=True, help="Whose routes: the city's word in addresses.")
@click.option("--relation", type=click.IntRange(min=1), help="One relation, or the routes of a network.")
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
def import_(file: Path, city: str, relation: int | None, dry_run: bool) -> None:
    """Take routes from FILE (.gpx, .osm, .osm.pbf, or .json from Overpass) as drafts.

    Reports what a route lacks. Lines that people drew stay. Exit status 0 done, 1 refused, 2 asked wrongly.
    """
    with sentences():
        found = read_file(file, relation_id=relation)
        with database_of_site() as database:
            if dry_run:
                _dry_run(database, city, found)
            else:
                _import(database, city, found)


def _dry_run(database: Database, city: str, found: Found) -> None:
    with database.reads() as session:
        choose_by_word(session, city)
        _say(plan_import(session, found))
    click.echo("Dry run: nothing is changed.")


def _import(database: Database, city: str, found: Found) -> None:
    with database.writes.begin() as session:
        choose_by_word(session, city)
        plan = plan_import(session, found)
        _say(plan)
        carry_out(session, plan, account_id=None, now=clock.utc_now())
    click.echo(f"The routes of {city} are up to date; new ones are drafts.")


def _say(plan: RoutePlan) -> None:
    for draft in plan.drafts:
        _say_draft(draft)
    for refused in plan.refused:
        click.echo(f"refused {refused.source_id} {refused.name}: {_sentence(refused.reason)}")
    click.echo(
        f"{len(plan.added)} new, {len(plan.changed)} changed, {len(plan.unchanged)} unchanged,"
        f" {len(plan.refused)} refused"
    )


def _say_draft(draft: RouteDraft) -> None:
    main = of_role(draft.segments, SegmentRole.MAIN)
    numbers = f", numbers {'-'.join(draft.numbers)}" if draft.numbers else ""
    kilometres = length(main) / 1000
    click.echo(
        f"{draft.source_id or 'route'} {draft.name}: {kilometres:.1f} km in {len(main)} pieces{numbers}"
    )
    for remark in draft.remarks:
        click.echo(f"  {_sentence(remark)}")


def _sentence(remark: Remark) -> str:
    facts = {name: fact.sentence if isinstance(fact, Reason) else fact for name, fact in remark.facts.items()}
    return remark.sentence % facts
