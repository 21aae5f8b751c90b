"""Files that people bring: their versions, who may read them. The bytes are kept by `foundations.documents`."""
