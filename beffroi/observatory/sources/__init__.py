"""The declared sources: one table each, and nothing coded that can be said.

A source is `<name>.yml` (who made it, under which licence, of which year, its files, what its columns mean), and
beside it, under the same name, what that takes:

- `<name>.sql`: a query over `raw` (its typed rows, `#file` and `#row`) that gives the table, where a row of the file
  is not a row of the table; `sources.<other>` reads another table, named in `needs`; `folded(name)` compares names;
- `<name>.py`: the same as `reshape(raw)`, where SQL will not do;
- `<name>.<table>.csv`: a nomenclature, which the SQL reads as `<table>`;
- `<name>.corrections.yml`: known errors of the source, each with its reason and where the truth was found.

What each field means is told in `beffroi.observatory.intake.declaration`; the reading is in `intake`.
"""
