"""Who reads all of the programme at once reads one instant of it, and stops nobody."""

import json
from pathlib import Path

from tests.fresh_database import Fresh, run

# One thread reads, another writes meanwhile; a writer that had to wait would wait until the reader's end, then fail.
BOTH = """
import json, threading, time, django; django.setup()
from django.db import connection, transaction
from beffroi.foundations.snapshot import snapshot
from beffroi.programme.people.models import Organisation

def add():
    started = time.monotonic()
    with transaction.atomic():
        Organisation.objects.create(name="Arrivée pendant la lecture", kind="commune")
    told["waited"] = time.monotonic() - started
    connection.close()

told = {}
with snapshot():
    told["first"] = Organisation.objects.count()
    writer = threading.Thread(target=add)
    writer.start()
    writer.join(timeout=10)
    told["second"] = Organisation.objects.count()
writer.join()
with transaction.atomic():  # one that writes, as usual
    Organisation.objects.create(name="Après", kind="commune")
told["after"] = Organisation.objects.count()
print(json.dumps(told))
"""


def test_a_person_writes_while_all_is_read_and_the_reading_does_not_see_it(tmp_path: Path, fresh_database: Fresh):
    with fresh_database(tmp_path) as environment:
        told = json.loads(run("-c", BOTH, environment=environment))

    assert told["waited"] < 5
    assert told["second"] == told["first"]
    assert told["after"] == told["first"] + 2
