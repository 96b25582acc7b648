"""What a file is shows in what is in it, never in its name."""

import io
import json
import zipfile

import pytest

from cityshop.core.errors import Refusal
from cityshop.imports import errors
from cityshop.imports.recognising import Format, format_of
from cityshop.places.errors import MapFileHasDoctype

FEATURE = {"type": "Feature", "properties": {"amenity": "cafe"}, "geometry": None}
OWN = {"type": "Feature", "properties": {"slug": "leie", "kind": "cafe"}, "geometry": None}


def packed(*names, content=b"x"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return file.getvalue()


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b"naam;lat;lon\nA;1;2", Format.CSV),
        ("\ufeffnaam,lat\nCafé,1".encode("utf-16"), Format.CSV),
        (packed("[Content_Types].xml", "xl/workbook.xml"), Format.XLSX),
        (collection(FEATURE), Format.GEOJSON),
        (collection(OWN), Format.GUIDE),
        (b'{"city": "K", "places": []}', Format.GUIDE),
        (b'{"version": 0.6, "elements": []}', Format.OVERPASS),
        (b'<?xml version="1.0"?>\n<!-- x --><osm version="0.6"></osm>', Format.OSM),
        (b'<gpx xmlns="http://www.topografix.com/GPX/1/1"/>', Format.GPX),
        (b"\x00\x00\x00\x0e\x0a\x09OSMHeader\x18\x71", Format.PBF),
    ],
)
def test_a_file_is_what_is_in_it(content, form):
    assert format_of(content) == form


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", errors.FileEmpty),
        (b" \r\n", errors.FileEmpty),
        (b"\x89PNG\r\n\x1a\n;,", errors.FileKindUnknown),
        (b"GIF89a;naam;lat\nA;1", errors.FileKindUnknown),
        (b"%PDF-1.7;naam", errors.FileKindUnknown),
        (b"MZ\x90\x00;", errors.FileKindUnknown),
        (b"<!doctype html><html>;</html>", errors.FileKindUnknown),
        (b"<svg xmlns='x'/>", errors.FileKindUnknown),
        (b"only words", errors.FileKindUnknown),
        (b"naam;\0;lat", errors.FileKindUnknown),
        (b"[1, 2]", errors.FileKindUnknown),
        (b'{"a": 1}', errors.FileKindUnknown),
        (b'{"features": [', errors.FileUnreadable),
        (b'{"features": []} PK\x03\x04', errors.FileUnreadable),
        (b"[" * 100_000, errors.FileUnreadable),
        (packed("word/document.xml"), errors.FileKindUnknown),
        (packed("doc.kml"), errors.KmlNotRead),
        (b"PK\x03\x04 half", errors.FileUnreadable),
        (b"<kml><Placemark/></kml>", errors.KmlNotRead),
        (b"<kml><NetworkLink><href>http://x/</href></NetworkLink></kml>", errors.KmlPointsElsewhere),
        (b'<!DOCTYPE osm [<!ENTITY a "b">]><osm/>', MapFileHasDoctype),
        (b'<!DOCTYPE gpx SYSTEM "http://x/"><gpx/>', MapFileHasDoctype),
    ],
)
def test_what_is_none_of_ours_is_refused_with_its_reason(content, refusal):
    with pytest.raises(Refusal) as caught:
        format_of(content)

    assert type(caught.value) is refusal
