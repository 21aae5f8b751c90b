-- The level bears its vintage (AAV2020): the kind does not. The file has one empty row.
select regexp_replace(level, '\d+$', '') as kind, zone, name, communes from raw where level is not null
