"""A list of shopkeepers whose dry run waits for town hall, and the sites that may show the guide."""

from datetime import datetime

from cityshop.cities.queries import city_by_slug
from cityshop.core.db import Session, in_city
from cityshop.embeds.models import EmbedSettings
from cityshop.imports import services
from cityshop.imports.headings import guess
from cityshop.imports.planning import plan_rows
from cityshop.imports.reading import look_at, read_list, table_of
from cityshop.imports.standing import guide_of
from cityshop.sample.spots_kortrijk import KORTRIJK

SITES = ["https://*.kortrijk.example", "https://www.leiestreek.example"]
FILE_NAME = "leden-handelsgebuurte-centrum.csv"
HEAD = "naam;soort;breedtegraad;lengtegraad;straat;postcode;gemeente;telefoon;website;openingsuren"
LINES = (
    "Kaashandel De Korst;winkel;50,8286;3,2661;Leiestraat 18;8500;Kortrijk;056 55 01 71;kaas-de-korst.example;Tu-Sa 09:00-18:00",
    "Tearoom Het Zomerhuis;tearoom;50,8302;3,2629;Handboogstraat 4;8500;Kortrijk;056 55 01 72;;We-Su 11:00-18:00",
    "Frietkot ’t Schuim;frituur;3,2650;50,8271;Doorniksestraat 40;8500;Kortrijk;;;Mo-Su 11:30-22:00",
    "Kapsalon Knip;kapper;50,8280;3,2640;Rijselsestraat 11;8500;Kortrijk;056 55 01 74;;",
    "Atelier Lijn;winkel;;;Budastraat 9;8500;Kortrijk;;atelier-lijn.example;",
)


def load(session: Session, *, now: datetime) -> None:
    """Give Kortrijk an import to decide about, and two sites."""
    city = city_by_slug(session, "kortrijk")
    if city is None:
        return
    with in_city(session, city.id):
        session.add(EmbedSettings(city_id=city.id, sites=list(SITES)))
        file = look_at(FILE_NAME, "\r\n".join((HEAD, *LINES, _seems_double())).encode("cp1252"))
        batch = services.start(session, file, account_id=None, now=now)
        table = table_of(file.content, file.format)
        batch.columns = guess(table.head)
        rows = read_list(table, batch.columns, batch.usual_kind)
        services.keep_plan(session, batch, plan_rows(guide_of(session), rows, is_map=False))


def _seems_double() -> str:
    """A member of whom the guide knows no phone number."""
    spot = next(spot for spot in KORTRIJK if not spot.phone)
    where = f"{spot.latitude:.5f};{spot.longitude:.5f}".replace(".", ",")
    return f"{spot.name};{spot.kind};{where};{spot.street};8500;Kortrijk;056 55 01 79;;"
