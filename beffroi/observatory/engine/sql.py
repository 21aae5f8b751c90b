"""Reads a query without running it: which tables it takes, and that it is a single `select`."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import duckdb

# Table functions that only make rows; all others could read files, which would escape the manifest.
ROW_MAKERS = {"unnest", "range", "generate_series"}


class BadSql(ValueError):
    """The query does not parse, is not one `select`, or reads files by itself."""


@cache
def tables_read(sql: str) -> frozenset[str]:
    """Tables named in `sql` as `schema.table`, without those that its own `with` makes.

    The query is parsed without binding: none of the tables needs to exist.
    """
    nodes = list(_nodes(_parsed(sql)))
    if opened := {name for name in _functions(nodes) if name not in ROW_MAKERS}:
        raise BadSql(f"the query calls {', '.join(sorted(opened))}; declare a source instead of reading files")
    local = {entry["key"] for node in nodes for entry in (node.get("cte_map") or {}).get("map", [])}
    named = {
        f"{node['schema_name']}.{node['table_name']}".strip(".") for node in nodes if node.get("type") == "BASE_TABLE"
    }
    return frozenset(named - local)


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """An empty database that only parses: opening one costs more than parsing a query."""
    return duckdb.connect()


def _parsed(sql: str) -> dict[str, Any]:
    # As a literal: a bound parameter makes DuckDB import pandas, which nothing here needs.
    literal = sql.replace("'", "''")
    row = _parser().cursor().execute(f"select json_serialize_sql('{literal}')").fetchone()
    parsed: dict[str, Any] = json.loads(row[0]) if row else {}
    if parsed["error"]:
        raise BadSql(f"the query is not a `select` that DuckDB can parse: {parsed['error_message']}")
    if len(parsed["statements"]) != 1:
        raise BadSql(f"the file holds {len(parsed['statements'])} statements; write one `select`")
    return parsed


def _nodes(root: Any) -> Iterator[dict[str, Any]]:
    todo = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, list):
            todo += node
        elif isinstance(node, dict):
            yield node
            todo += node.values()


def _functions(nodes: list[dict[str, Any]]) -> Iterator[str]:
    for node in nodes:
        if node.get("type") == "TABLE_FUNCTION":
            yield node["function"]["function_name"]
