"""Lists as spreadsheets and devices write them."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from cityshop.imports import errors
from cityshop.imports.gpx_file import read_gpx
from cityshop.imports.headings import guess
from cityshop.imports.rows import drafts_of
from cityshop.imports.tables import MOST_ROWS, read_csv, read_xlsx
from cityshop.places.errors import MapFileHasDoctype
from cityshop.places.kinds import PlaceKind
from cityshop.places.refused import Reason, Refused

HEAD = ["naam", "soort", "lat", "lon"]
ROW = ["Café De Leie", "café", 50.8279, 3.2646]


def read(table, kind=""):
    return list(drafts_of(table, guess(table.head), kind))


def of_csv(text, kind=""):
    return read(read_csv(text.encode() if isinstance(text, str) else text), kind)


def one(**cells):
    """A list of one good row in which some cells are otherwise."""
    row = {"naam": "De Leie", "soort": "cafe", "lat": "50.8279", "lon": "3.2646"} | cells
    [draft] = of_csv(";".join(row) + "\n" + ";".join(f'"{cell}"' for cell in row.values()))
    return draft


def workbook(*rows, change=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def gpx(*points, head=""):
    return f'{head}<gpx xmlns="http://www.topografix.com/GPX/1/1">{"".join(points)}</gpx>'.encode()


def point(latitude="50.8279", longitude="3.2646", inside="<name>De Leie</name><type>cafe</type>"):
    return f'<wpt lat="{latitude}" lon="{longitude}">{inside}</wpt>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_belgian_list_is_read_whatever_saved_it(encoding, delimiter):
    cells = ["Café Élan", "café", '"50,8279"', '"3,2646"']
    text = delimiter.join(HEAD) + "\r\n" + delimiter.join(cells) + "\r\n\r\n"

    [draft] = of_csv(text.encode(encoding))

    assert (draft.name, draft.kind, draft.latitude, draft.longitude) == (
        "Café Élan",
        PlaceKind.CAFE,
        50.8279,
        3.2646,
    )


def test_a_formula_in_a_csv_is_text():
    assert one(straat="=1+1").street == "=1+1"


def test_the_apostrophe_of_our_own_export_goes_and_that_of_a_name_stays():
    assert one(naam="'=1+1").name == "=1+1"
    assert one(naam="'t Hof").name == "'t Hof"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"naam": " "}, Reason.NO_NAME),
        ({"soort": "ruimteschip"}, Reason.KIND_UNKNOWN),
        ({"lat": "3.2646", "lon": "50.8279"}, Reason.SWAPPED),
        ({"lat": "", "lon": ""}, Reason.NO_COORDINATES),
        ({"lat": "NaN"}, Reason.NO_COORDINATES),
        ({"lat": "170000", "lon": "150000"}, Reason.NOT_DEGREES),
        ({"lat": "0", "lon": "0"}, Reason.NOT_IN_BELGIUM),
        ({"website": "javascript:alert(1)"}, Reason.UNSAFE_WEBSITE),
        ({"website": "data:text/html,x"}, Reason.UNSAFE_WEBSITE),
        ({"telefoon": "bel Jan"}, Reason.NOT_A_PHONE),
        ({"postcode": "B-8500"}, Reason.NOT_A_POSTAL_CODE),
        ({"terras": "ja", "zitplaatsen": "veel"}, Reason.NOT_SEATS),
    ],
)
def test_a_row_is_refused_with_its_reason_and_number(cells, reason):
    refused = one(**cells)

    assert isinstance(refused, Refused)
    assert (refused.row, refused.reason) == ("2", reason)


def test_a_row_without_a_kind_is_what_the_clerk_says():
    assert of_csv("naam;lat;lon\nA;50,8;3,2", "bar")[0].kind == PlaceKind.BAR
    assert of_csv("naam;lat;lon\nA;50,8;3,2")[0].reason is Reason.KIND_UNKNOWN


def test_only_what_has_a_column_is_said():
    assert one().says == ("kind", "latitude", "longitude", "name")
    assert "terrace" in one(terras="nee").says


def test_a_website_without_scheme_is_completed():
    assert one(website="leie.be").website == "https://leie.be"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"naam;lat\n", errors.ListWithoutRows),
        (b"naam;lat\n" + b"x;1\n" * (MOST_ROWS + 1), errors.TooManyRows),
        (b'naam;lat\n"' + b"x" * 200_000, errors.FileUnreadable),
        (b"naam;lat\nA\0;1", errors.FileUnreadable),
    ],
)
def test_a_bad_csv_is_refused_whole(content, refusal):
    with pytest.raises(refusal):
        read_csv(content)


def test_a_workbook_gives_its_values():
    [draft] = read(read_xlsx(workbook([*HEAD, "postcode"], [*ROW, 8500])))

    assert (draft.name, draft.latitude, draft.postal_code) == ("Café De Leie", 50.8279, "8500")


def test_a_row_with_a_formula_is_refused_and_the_next_one_read():
    rows = read(read_xlsx(workbook(HEAD, ["=1+1", *ROW[1:]], ROW)))

    assert (rows[0].reason, rows[1].name) == (Reason.FORMULA, "Café De Leie")


def test_merged_cells_are_refused():
    with pytest.raises(errors.MergedCells):
        read_xlsx(workbook(HEAD, ROW, ROW, change=lambda sheet: sheet.merge_cells("A2:A3")))


def test_a_bomb_is_not_unpacked():
    file = io.BytesIO(workbook(HEAD, ROW))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zero.bin", b"\0" * 90_000_000)

    assert len(file.getvalue()) < 200_000
    with pytest.raises(errors.SheetTooLarge):
        read_xlsx(file.getvalue())


def test_entities_in_a_workbook_are_refused():
    old, new = io.BytesIO(workbook(HEAD, ROW)), io.BytesIO()
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha">]><worksheet><sheetData>&a;</sheetData></worksheet>'
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(new, "w") as target:
        for name in source.namelist():
            target.writestr(name, bomb if name == "xl/worksheets/sheet1.xml" else source.read(name))

    with pytest.raises(errors.FileUnreadable):
        read_xlsx(new.getvalue())


def test_a_damaged_workbook_is_refused():
    with pytest.raises(errors.FileUnreadable):
        read_xlsx(workbook(HEAD, ROW)[:-200])


def test_waypoints_become_places():
    track = "<trk><trkseg>" + '<trkpt lat="50.8" lon="3.2"/>' * 1_000 + "</trkseg></trk>"

    [draft] = read(read_gpx(gpx(track, point(), track)))

    assert (draft.name, draft.kind, draft.latitude) == ("De Leie", PlaceKind.CAFE, 50.8279)


@pytest.mark.parametrize(
    ("latitude", "reason"),
    [("950.8", Reason.NOT_DEGREES), ("NaN", Reason.NO_COORDINATES), ("", Reason.NO_COORDINATES)],
)
def test_a_waypoint_that_is_nowhere_is_refused(latitude, reason):
    [refused] = read(read_gpx(gpx(point(latitude))))

    assert refused.reason is reason


def test_html_in_a_waypoint_is_text():
    [draft] = read(read_gpx(gpx(point(inside="<name>&lt;b&gt;Leie&lt;/b&gt;</name><sym>Bar</sym>"))))

    assert (draft.name, draft.kind) == ("<b>Leie</b>", PlaceKind.BAR)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (gpx(point(), head='<!DOCTYPE gpx [<!ENTITY a "b">]>'), MapFileHasDoctype),
        (b'<gpx><wpt lat="50.8" lon="3.2"><name>Caf\xe9</name></wpt></gpx>', errors.FileUnreadable),
        (b"<gpx><wpt", errors.FileUnreadable),
        (gpx("<trk/>"), errors.ListWithoutRows),
    ],
)
def test_a_bad_gpx_is_refused_whole(content, refusal):
    with pytest.raises(refusal):
        read_gpx(content)


def test_two_hundred_thousand_points_of_a_track_are_passed_by():
    track = '<trkpt lat="50.8" lon="3.2"/>' * 200_000

    assert len(read_gpx(gpx(f"<trk><trkseg>{track}</trkseg></trk>", point())).rows) == 1


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"dieet": "Vegetarisch en Glutenvrij"}, {"diets": ["vegetarian", "gluten-free"]}),
        ({"diets": "halal; VEGAN, sans gluten"}, {"diets": ["vegan", "gluten-free", "halal"]}),
        ({"diets": " , "}, {"diets": []}),
        ({"betaalwijzen": "Visa / contant"}, {"payments": ["cash", "cards"]}),
        ({"paiement": "chèques-repas et espèces"}, {"payments": ["cash", "meal-vouchers"]}),
        ({"soort": "winkel", "branche": "Bäckerei"}, {"kind": PlaceKind.SHOP, "category": "bakery"}),
        ({"branche": "Italiaans"}, {"kind": PlaceKind.CAFE, "category": ""}),
        ({"ownership": "Indépendant"}, {"ownership": "independent"}),
        ({"ownership": ""}, {"ownership": "unknown"}),
    ],
)
def test_traits_are_read_as_people_write_them(cells, expected):
    draft = one(**cells)

    assert {name: getattr(draft, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"diets": "vegan, steenbok"}, Reason.NOT_A_DIET),
        ({"payments": "schelpen"}, Reason.NOT_A_PAYMENT),
        ({"soort": "winkel", "branche": "wolken"}, Reason.NOT_A_CATEGORY),
        ({"ownership": "van mij"}, Reason.NOT_AN_OWNERSHIP),
    ],
)
def test_a_trait_that_the_guide_does_not_know_is_refused_with_its_reason(cells, reason):
    assert one(**cells).reason is reason


def test_a_list_without_a_column_of_traits_says_nothing_of_them():
    assert not {"diets", "payments", "category", "ownership"} & set(one().says)
    assert "diets" in one(diets="").says
