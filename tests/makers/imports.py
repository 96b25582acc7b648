"""Imports of lists and maps."""

from pathlib import Path

from cityshop.cities.models import City
from cityshop.core.db import choose_city
from cityshop.imports import services
from cityshop.imports.models import ImportBatch
from cityshop.imports.reading import look_at
from tests.makers.base import NOW
from tests.makers.cities import CityMakers

LIST = "naam;soort;breedtegraad;lengtegraad;straat\nCafé De Leie;café;50,8279;3,2646;Grote Markt 1\n"


class ImportMakers(CityMakers):
    def sent_file(
        self, content: str | bytes | Path = LIST, *, city: City | None = None, name: str = "lijst.csv"
    ) -> ImportBatch:
        """A file that town hall sent, which nobody has read yet."""
        sent = content.read_bytes() if isinstance(content, Path) else content
        with self.database.writes.begin() as session:
            choose_city(session, (city or self.kortrijk()).id)
            file = look_at(name, sent.encode() if isinstance(sent, str) else sent)
            return services.start(session, file, account_id=None, now=NOW)
