"""The committees of the four levels are there before anyone convenes one."""

from collections import Counter

from beffroi.foundations.journal.models import Entry
from beffroi.programme.committees.models import Committee
from beffroi.programme.committees.seed import seed
from beffroi.programme.committees.states import CommitteeKind
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making import AT
from tests.programme.making_conventions import PAIR


def test_each_territory_department_and_region_has_its_committee_and_the_nation_its_own():
    territories = [making.territory(code) for code in (PAIR, "acv-042", "acv-017")]
    crossed = {department for territory in territories for department in territory.departments}
    assert len(crossed) == 4, "an intercommunal body of the Sarthe reaches into a second department"
    seed(at=AT)
    assert Counter(Committee.objects.values_list("kind", flat=True)) == {
        CommitteeKind.PROJECT: 3,
        CommitteeKind.DEPARTMENTAL: 4,
        CommitteeKind.REGIONAL: 3,
        CommitteeKind.NATIONAL: 1,
    }
    assert Committee.objects.filter(name="Comité régional d’engagement – Pays de la Loire", region="52").exists()


def test_a_committee_that_someone_set_up_is_left_alone_and_a_second_seed_writes_nothing():
    own = conv.committee(CommitteeKind.PROJECT, territory=making.territory(PAIR))
    seed(at=AT)
    assert Committee.objects.filter(kind=CommitteeKind.PROJECT).get() == own
    written = Entry.objects.count()
    seed(at=AT)
    assert Entry.objects.count() == written
