"""`python -m beffroi.foundations.jobs`: a worker, which ends when no job waits any more."""

import os

import django

# Pages come before jobs.
NICENESS = 10

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.nice(NICENESS)
    django.setup()
    from beffroi.foundations.jobs.worker import drain

    drain()
