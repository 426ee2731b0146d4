"""What tells a machine what the tables are: the metadata of CSV on the Web (a recommendation of the W3C)."""

import json
from collections.abc import Sequence

from measures.reports.open_data.about import About
from measures.reports.open_data.shapes import Column, Table, Type
from measures.services.open_data import OpenData

METADATA = "csv-metadata.json"

_Json = dict[str, object]


def metadata(data: OpenData, about: About, tables: Sequence[Table]) -> bytes:
    """The description of all tables as one JSON document, UTF-8."""
    document: _Json = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "TableGroup",
        "dc:title": about.title,
        "dc:description": about.description,
        "dc:publisher": about.publisher,
        "dc:license": {"@id": about.licence},
        "dc:language": "en-GB",
        "dc:modified": {"@value": f"{data.moment:%Y-%m-%d}", "@type": "xsd:date"},
        "schema:version": str(data.data_version),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\r\n", "\n"]},
        "tables": [_table(data, one) for one in tables],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _table(data: OpenData, table: Table) -> _Json:
    described: _Json = {
        "@type": "Table",
        "url": table.file,
        "dc:title": table.title,
        "dc:description": table.words,
    }
    if table.file == "figures.csv":
        described["dc:source"] = [
            {"dc:identifier": one.id, "dc:title": one.title, "dc:description": one.source}
            for one in data.measures
            if one.source
        ]
    schema: _Json = {"columns": [_column(one) for one in table.columns], "primaryKey": list(table.key)}
    if table.references:
        schema["foreignKeys"] = [
            {
                "columnReference": list(one.columns),
                "reference": {"resource": one.file, "columnReference": list(one.key)},
            }
            for one in table.references
        ]
    return {**described, "tableSchema": schema}


def _column(one: Column) -> _Json:
    column: _Json = {"name": one.name, "titles": one.name, "dc:description": one.words}
    if one.codes and one.type is Type.TEXT:
        column["datatype"] = {"base": "string", "format": "|".join(one.codes)}
    elif one.type is Type.LIST:
        column |= {"datatype": "string", "separator": " "}
    else:
        column["datatype"] = one.type.value
    if one.required:
        column["required"] = True
    if one.standing:
        column["default"] = one.standing
    return column
