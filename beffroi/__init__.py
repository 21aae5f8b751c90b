"""The open platform that runs a national town-centre programme and shows whether it works."""

__version__ = "0.1.0"
