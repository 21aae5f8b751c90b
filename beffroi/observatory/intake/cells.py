"""The one place where a cell of a file becomes a value: words for secrecy, decimal commas, lost zeros, dates.

Each rule is a DuckDB expression over the cell as text, so that millions of cells cost seconds. An expression gives
NULL for what it cannot read; `unreadable` finds those cells, which the build refuses.
"""

from datetime import date

from beffroi.observatory.intake.declaration import Column, SourceFile

SPACES = "[\\s\u00a0\u2007\u202f]"
"""Spaces that part thousands: ordinary, no-break, figure space, narrow no-break."""

TRUE = ("true", "t", "1", "1.0", "o", "oui", "vrai", "yes", "y")
FALSE = ("false", "f", "0", "0.0", "n", "non", "faux", "no")


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def trimmed(cell: str) -> str:
    """The cell without spaces around it (nor a byte-order mark); an empty cell is NULL."""
    return f"nullif(regexp_replace({cell}, '^[\ufeff\\s\u00a0\u202f]+|[\\s\u00a0\u202f]+$', '', 'g'), '')"


def words(cell: str, column: Column) -> str:
    """The trimmed cell, or NULL when it is one of the column's words for no value."""
    if not column.tokens:
        return trimmed(cell)
    tokens = ", ".join(literal(token) for token in column.tokens)
    return f"case when {trimmed(cell)} in ({tokens}) then null else {trimmed(cell)} end"


def secrecy(cell: str, column: Column) -> str:
    """'C' where the cell says that the figure is secret, else 'F'."""
    tokens = ", ".join(literal(token) for token, meaning in column.tokens.items() if meaning == "secret")
    return f"case when {trimmed(cell)} in ({tokens}) then 'C' else 'F' end"


def value(cell: str, column: Column, *, file: SourceFile, today: date | None) -> str:
    """The value of a cell according to the type of its column; NULL when it cannot be read."""
    text = words(cell, column)
    match column.type:
        case "commune":
            return _commune(text)
        case "iris":
            return f"nullif(regexp_extract(upper(replace({text}, '_', '')), '^(\\d{{2}}|2A|2B)\\d{{7}}$'), '')"
        case "code":
            return f"regexp_replace({text}, '\\.0+$', '')"
        case "count":
            return f"try_cast(case when {_number(text, file)} % 1 = 0 then {_number(text, file)} end as bigint)"
        case "number":
            return _number(text, file)
        case "flag":
            return _flag(text)
        case "date":
            return _date(text, None if column.future else today)
        case _:
            return text


def unreadable(cell: str, column: Column, *, file: SourceFile, today: date | None) -> str:
    """True where the cell holds something that the type of its column does not allow."""
    read = _any_date(words(cell, column)) if column.type == "date" else value(cell, column, file=file, today=today)
    return f"({words(cell, column)}) is not null and ({read}) is null"


EXPECTED = {
    "commune": "a commune code of five characters (01004, 2A004)",
    "iris": "an IRIS code of nine characters (010040101)",
    "count": "a whole number",
    "number": "a number",
    "flag": "true or false (O/N, oui/non, 1/0)",
    "date": "a date (2024-08-01 or 01/08/2024)",
}


def _commune(text: str) -> str:
    """Five characters: a lost zero is given back, '1004.0' was read as a number by somebody, '2a' is '2A'."""
    padded = f"lpad(regexp_replace(upper({text}), '\\.0+$', ''), 5, '0')"
    readable = f"regexp_matches(upper({text}), '^([0-9]{{4,5}}|2[AB][0-9]{{3}})(\\.0+)?$')"
    return f"case when {readable} then {padded} end"


def _number(text: str, file: SourceFile) -> str:
    """A finite number with the file's decimal sign; another sign, or a thousands sign not declared, is not read."""
    if file.thousands is not None:
        sign = SPACES if file.thousands == "space" else f"[{file.thousands}]"
        text = f"regexp_replace({text}, {literal(sign)}, '', 'g')"
    sign = "\\." if file.decimal == "." else file.decimal
    shape = f"regexp_matches({text}, '^[+-]?[0-9]*({sign}[0-9]+)?([eE][+-]?[0-9]+)?$')"
    return f"try_cast(case when {shape} then replace({text}, {literal(file.decimal)}, '.') end as double)"


def _flag(text: str) -> str:
    true, false = (", ".join(literal(word) for word in group) for group in (TRUE, FALSE))
    return f"case when lower({text}) in ({true}) then true when lower({text}) in ({false}) then false end"


def _any_date(text: str) -> str:
    day = f"substr({text}, 1, 10)"
    return f"coalesce(try_strptime({day}, '%Y-%m-%d'), try_strptime({day}, '%d/%m/%Y'), try_strptime({day}, '%d-%m-%Y'))::date"


def _date(text: str, today: date | None) -> str:
    """A day; one that had not come when the file was fetched is a slip of the keyboard: NULL."""
    if today is None:
        return _any_date(text)
    return f"case when {_any_date(text)} <= date '{today}' then {_any_date(text)} end"
