"""The data dictionary, written from the data package: `data/README.md`."""

from __future__ import annotations

from typing import Any

from helpers import tables

HEAD = """# The tables

{description}

This page is written from `datapackage.json` by `python3 course.py refresh`; change the schema, not this page.
Every table is UTF-8, comma-separated, one record a row; an empty cell means that there is no value.
Text and tables are under CC BY 4.0. In a notebook, `tables.load("claims")` gives a typed and checked DataFrame.
"""


def dictionary() -> str:
    """Markdown that describes every table and column."""
    package = tables.package()
    parts = [HEAD.format(description=package["description"]), *map(_table, package["resources"])]
    return "\n".join(parts)


def _table(resource: dict[str, Any]) -> str:
    schema = resource["schema"]
    keys = schema["primaryKey"]
    key = " + ".join(f"`{column}`" for column in ([keys] if isinstance(keys, str) else keys))
    lines = [
        f"## {resource['title']}: `{resource['path']}`",
        "",
        resource["description"],
        "",
        f"{len(tables.load(resource['name']))} rows, key {key}.",
        "",
        "| column | type | unit | meaning | allowed |",
        "| --- | --- | --- | --- | --- |",
        *(_field(field) for field in schema["fields"]),
        "",
    ]
    links = [
        f"- `{link['fields']}` is a `{link['reference']['fields']}` of `{link['reference']['resource']}`"
        for link in schema.get("foreignKeys", [])
    ]
    return "\n".join(lines + links + ([""] if links else []))


def _field(field: dict[str, Any]) -> str:
    cells = [f"`{field['name']}`", field["type"], field.get("unit", ""), field["description"], _allowed(field)]
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _allowed(field: dict[str, Any]) -> str:
    limits = field.get("constraints", {})
    parts = [
        "never empty" if limits.get("required") else "",
        "unique" if limits.get("unique") else "",
        f"at least {limits['minimum']}" if "minimum" in limits else "",
        f"at most {limits['maximum']}" if "maximum" in limits else "",
        f"like {field['example']}" if "example" in field else "",
        "one of: " + ", ".join(limits["enum"]) if "enum" in limits else "",
    ]
    return "; ".join(part for part in parts if part)
