"""The programme's facts as open tables, each column with its meaning, without anything about a person."""
