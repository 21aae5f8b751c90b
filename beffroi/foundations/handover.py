"""Arrays handed to Arrow and DuckDB, and taken back, as they lie in memory.

`pyarrow.array`, `to_numpy`, and an Arrow table that is registered as such import pandas wherever it is installed: half
a second before the first figure. Buffers and a stream do the same without it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def texts(words: Sequence[str]) -> pa.StringArray:
    """A column of texts, none of them null."""
    written = [word.encode() for word in words]
    ends = np.cumsum([0, *map(len, written)], dtype=np.int32)
    return pa.StringArray.from_buffers(len(written), pa.py_buffer(ends), pa.py_buffer(b"".join(written)))


def floats(values: NDArray[np.float64]) -> pa.DoubleArray:
    """A column of numbers, null where the array is NaN."""
    is_there = pa.py_buffer(np.packbits(~np.isnan(values), bitorder="little"))
    return pa.Array.from_buffers(pa.float64(), len(values), [is_there, pa.py_buffer(np.ascontiguousarray(values))])


def wholes(values: NDArray[np.float64]) -> pa.Array:
    """A column of whole numbers, null where the array is NaN; of two as near, the one further from zero."""
    is_known = ~np.isnan(values)
    whole = np.trunc(values, where=is_known, out=np.zeros(len(values)))
    whole += np.where(np.abs(values - whole) >= 0.5, np.copysign(1.0, values), 0.0)
    is_there = pa.py_buffer(np.packbits(is_known, bitorder="little"))
    return pa.Array.from_buffers(pa.int64(), len(values), [is_there, pa.py_buffer(whole.astype(np.int64))])


def integers(values: NDArray[np.integer]) -> pa.Array:
    """A column of whole numbers, none of them null."""
    lying = np.ascontiguousarray(values)
    return pa.Array.from_buffers(pa.from_numpy_dtype(lying.dtype), len(lying), [None, pa.py_buffer(lying)])


def booleans(values: Sequence[bool]) -> pa.BooleanArray:
    """A column of true and false, none of them null."""
    bits = np.packbits(np.array(values, dtype=bool), bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(bits)])


def words(numbers: NDArray[np.integer], listed: Sequence[str]) -> pa.DictionaryArray:
    """A column of a few words, each by its place in `listed`."""
    return pa.DictionaryArray.from_arrays(integers(numbers.astype(np.int8)), texts(listed))


def lend(db: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, pa.Array] | pa.Table) -> None:
    """Let one query of `db` read `columns` as the table `name`, once; DuckDB refuses to read it again."""
    table = columns if isinstance(columns, pa.Table) else pa.table(dict(columns))
    db.register(name, table.__arrow_c_stream__())


def taken(column: pa.ChunkedArray | pa.Array) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The cells of a column of numbers, and which of them are there; what stands in the others means nothing."""
    one = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    validity, lying = one.buffers()
    here = slice(one.offset, one.offset + len(one))
    kind = one.type.to_pandas_dtype()
    values = np.frombuffer(lying, dtype=kind)[here] if len(one) else np.empty(0, dtype=kind)
    if validity is None or not one.null_count:
        return values, np.ones(len(one), dtype=bool)
    return values, np.unpackbits(np.frombuffer(validity, dtype=np.uint8), bitorder="little")[here].astype(bool)
