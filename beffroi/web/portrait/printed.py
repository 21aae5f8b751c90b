def portrait(reading, territory, *, language):
    return b""
