"""The one place where a cell of a file becomes a value: words for secrecy, decimal commas, lost zeros, dates.

Each rule is a DuckDB expression over the cell as text, so that millions of cells cost seconds. An expression gives
NULL for what it cannot read; `unreadable` finds those cells, which the build refuses.
"""

from datetime import date

from beffroi.observatory.intake.declaration import Column, SourceFile

SPACES = "[\\s\u00a0\u2007\u202f]"
"""Spaces that part thousands: ordinary, no-break, figure space, narrow no-break."""

TRUE = ("true", "t", "1", "o", "oui", "vrai", "yes", "y")
FALSE = ("false", "f", "0", "n", "non", "faux", "no")

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")

EXPECTED = {
    "commune": "a commune code of five characters (01004, 2A004)",
    "iris": "an IRIS code of nine characters (010040101)",
    "count": "a whole number",
    "number": "a number",
    "flag": "true or false (O/N, oui/non, 1/0)",
    "date": "a date (2024-08-01 or 01/08/2024)",
}
"""What a cell of each type must be; the other types take any text."""


def literal(text: str) -> str:
    """`text` as a string of SQL."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """`name` as a name of SQL."""
    return '"' + name.replace('"', '""') + '"'


def value(cell: str, column: Column, *, file: SourceFile, today: date | None) -> str:
    """The value of `cell` (an expression) by the type of `column`; NULL for no value, and for what cannot be read.

    - `commune`: five characters; a lost zero is given back, '1004.0' (a code read as a number by somebody) is 01004,
      '2a004' is 2A004.
    - `iris`: nine characters, without the underscore of '01004_0102'.
    - `code`: text without the '.0' of a number.
    - `count`, `number`: with the file's decimal and thousands signs, and no other; a count is whole.
    - `flag`: true, True, O, oui, 1… or false, False, N, non, 0….
    - `date`: a day; one later than `today` (the day on which the file was fetched) is a slip of the keyboard: NULL,
      unless the column declares that its dates may lie ahead.
    """
    text = _words(cell, column)
    if column.type == "date" and today is not None and not column.future:
        return f"case when {_day(text)} <= date '{today}' then {_day(text)} end"
    return _read(text, column.type, file)


def secrecy(cell: str, column: Column) -> str:
    """'C' where the cell says that the figure is secret, else 'F'."""
    tokens = ", ".join(literal(token) for token, meaning in column.tokens.items() if meaning == "secret")
    return f"case when {_trimmed(cell)} in ({tokens}) then 'C' else 'F' end"


def unreadable(cell: str, column: Column, *, file: SourceFile) -> str:
    """True where the cell holds something that the type of its column does not allow."""
    text = _words(cell, column)
    return f"({text}) is not null and ({_read(text, column.type, file)}) is null"


def _trimmed(cell: str) -> str:
    """The cell without spaces around it (nor a byte-order mark); an empty cell is NULL."""
    return f"nullif(trim({cell}, ' \t\ufeff\u00a0\u202f'), '')"


def _words(cell: str, column: Column) -> str:
    """The trimmed cell, or NULL when it is one of the column's words for no value."""
    if not column.tokens:
        return _trimmed(cell)
    tokens = ", ".join(literal(token) for token in column.tokens)
    return f"case when {_trimmed(cell)} not in ({tokens}) then {_trimmed(cell)} end"


def _read(text: str, kind: str, file: SourceFile) -> str:
    readings = {
        "commune": _commune(text),
        "iris": f"nullif(regexp_extract(upper(replace({text}, '_', '')), '^(\\d{{2}}|2A|2B)\\d{{7}}$'), '')",
        "code": f"regexp_replace({text}, '\\.0+$', '')",
        "count": _count(text, file),
        "number": _number(text, file),
        "flag": _flag(text),
        "date": _day(text),
    }
    return readings.get(kind, text)


def _commune(text: str) -> str:
    shape = f"regexp_matches(upper({text}), '^([0-9]{{4,5}}|2[AB][0-9]{{3}})(\\.0+)?$')"
    return f"case when {shape} then lpad(regexp_replace(upper({text}), '\\.0+$', ''), 5, '0') end"


def _number(text: str, file: SourceFile) -> str:
    if file.thousands is not None:
        sign = SPACES if file.thousands == "space" else f"[{file.thousands}]"
        text = f"regexp_replace({text}, {literal(sign)}, '', 'g')"
    sign = "\\." if file.decimal == "." else file.decimal
    shape = f"regexp_matches({text}, '^[+-]?[0-9]*({sign}[0-9]*)?([eE][+-]?[0-9]+)?$')"
    return f"case when {shape} then try_cast(replace({text}, {literal(file.decimal)}, '.') as double) end"


def _count(text: str, file: SourceFile) -> str:
    number = _number(text, file)
    return f"case when {number} % 1 = 0 then try_cast({number} as bigint) end"


def _flag(text: str) -> str:
    true, false = (", ".join(literal(word) for word in group) for group in (TRUE, FALSE))
    word = f"lower(regexp_replace({text}, '\\.0+$', ''))"
    return f"case when {word} in ({true}) then true when {word} in ({false}) then false end"


def _day(text: str) -> str:
    day = f"regexp_extract({text}, '^(.{{10}})([T ].*)?$', 1)"  # an instant is read as its day
    readings = ", ".join(f"try_strptime({day}, {literal(form)})" for form in DAYS)
    return f"coalesce({readings})::date"
