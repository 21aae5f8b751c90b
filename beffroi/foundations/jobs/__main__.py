"""`python -m beffroi.foundations.jobs`: a worker, which ends when no job waits any more."""

import os

import django

from beffroi.foundations.background import give_way

# Pages come before jobs.
NICENESS = 10

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    give_way(NICENESS)
    django.setup()
    from beffroi.foundations.jobs.worker import drain

    drain()
