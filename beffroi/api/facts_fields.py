"""What each field of the programme's public facts means; amounts are decimals written as text, exact to the cent."""

from datetime import date

from ninja import Schema

from beffroi.api.fields import Page, told

# A field may bear the name of a type.
Day = date
MADE_UP_FR, MADE_UP_EN = "Inventé pour montrer le logiciel.", "Made up to show the software."


def amount(*, fr: str, en: str, example: str | None = "120000.00") -> str | None:
    said: str | None = told(fr=f"{fr}, en euros.", en=f"{en}, in euros.", example=example)
    return said


def day(*, fr: str, en: str, example: str | None = "2024-05-13") -> date | None:
    said: date | None = told(fr=fr, en=en, example=example)
    return said


class Signatory(Schema):
    organisation: str = told(fr="Organisation signataire.", en="Organisation that signed.", example="Ville d’Aurillac")
    organisation_kind: str = told(fr="Ce qu’elle est.", en="What it is.", example="commune")
    capacity: str | None = told(fr="En quelle qualité.", en="In which capacity.", example="Anah, par délégation")
    group: str = told(fr="De quel côté elle signe.", en="On which side it signs.", example="beneficiary")
    signed_date: date = told(fr="Jour de la signature.", en="Day of the signature.", example="2018-09-28")


class Version(Schema):
    """A signed version of a convention: the framework convention or an amendment."""

    version: str = told(fr="Nom de la version.", en="Name of the version.", example="acv-017-ACV1-1")
    convention: str = told(fr="Sa convention.", en="Its convention.", example="acv-017-ACV1")
    territory: str = told(fr="Son territoire.", en="Its territory.", example="acv-017")
    phase: str = told(fr="Phase du programme.", en="Phase of the programme.", example="ACV1")
    number: int = told(fr="Son rang dans la convention.", en="Its rank in the convention.", example=1)
    kind: str = told(fr="Convention-cadre, ou quel avenant.", en="Framework, or which amendment.", example="framework")
    state: str = told(fr="Où elle en est.", en="Where it stands.", example="signed")
    effective_date: date | None = day(fr="Jour d’effet.", en="Day on which it takes effect.")
    ends_date: date | None = day(fr="Dernier jour.", en="Last day for which it was signed.", example=None)
    signed_date: date | None = day(fr="Jour de la dernière signature.", en="Day of the last signature.")
    terminated_date: date | None = day(fr="Jour de sa fin anticipée.", en="Day of its early end.", example=None)
    decision: int | None = told(fr="Avis du comité régional.", en="Opinion of the regional committee.", example=None)
    replaces: str | None = told(fr="La version qu’elle remplace.", en="The version that it replaces.", example=None)
    is_imported: bool = told(fr="Connue par les listes nationales.", en="Known by national registers.", example=True)
    is_demonstration: bool = told(fr=MADE_UP_FR, en=MADE_UP_EN, example=False)
    signatories: list[Signatory] = told(
        fr="Qui a signé, une fois par qualité ; aucune personne n’est nommée.",
        en="Who signed, once for each capacity; no person is named.",
    )


class Versions(Page):
    items: list[Version] = told(fr="Versions signées.", en="Signed versions.")


class Action(Schema):
    """A public action of a territory."""

    action: str = told(fr="Nom : territoire et numéro.", en="Name: territory and number.", example="acv-017/12")
    territory: str = told(fr="Son territoire.", en="Its territory.", example="acv-017")
    title: str | None = told(fr="Son intitulé.", en="Its title.", example="Réhabiliter la halle")
    axis: str = told(fr="Clé de son axe.", en="Key of its axis.", example="housing")
    secondary_axes: str | None = told(fr="Axes secondaires.", en="Other axes that it serves.", example="facilities")
    themes: str | None = told(fr="Thèmes transversaux.", en="Themes that cross the axes.", example="climate")
    owner_kind: str | None = told(fr="Nature du maître d’ouvrage.", en="What its owner is.", example="commune")
    owner_code: str | None = told(fr="Code du maître d’ouvrage.", en="Code of its owner.", example="15014")
    owner: str | None = told(fr="Maître d’ouvrage.", en="Organisation that owns it.", example="Ville d’Aurillac")
    state: str = told(fr="Où elle en est.", en="Where it stands.", example="works")
    is_mature: bool = told(fr="Prête avant le diagnostic.", en="Ready before the diagnosis.", example=False)
    is_blocked: bool = told(fr="Attend une condition.", en="Waits for a condition.", example=False)
    blocked_cause: str | None = told(fr="Cause du blocage.", en="Why it is blocked.", example=None)
    late_cause: str | None = told(fr="Cause du retard.", en="Why it is late, or was.", example=None)
    start_date: date | None = day(fr="Début prévu des travaux.", en="Planned beginning of the works.")
    end_date: date | None = day(fr="Livraison prévue.", en="Planned delivery.")
    delivered_date: date | None = day(fr="Livraison.", en="Day of delivery.", example=None)
    cost: str | None = amount(fr="Coût", en="Cost")
    version_in: str | None = told(fr="Version qui l’apporte.", en="Version that brought it.", example="acv-017-ACV1-1")
    version_out: str | None = told(fr="Version qui l’a retirée.", en="Version that took it away.", example=None)
    decision: int | None = told(fr="Décision de son dernier passage.", en="Decision of its last move.", example=None)
    circle: str = told(fr="Qui la lit.", en="Who reads it.", example="public")
    is_demonstration: bool = told(fr=MADE_UP_FR, en=MADE_UP_EN, example=False)
    funding_lines: str = told(
        fr="Adresse de ses lignes de financement.",
        en="Address of its funding lines.",
        example="/api/v1/funding-lines?action=acv-017%2F12",
    )


class Actions(Page):
    items: list[Action] = told(fr="Actions.", en="Actions.")


class FundingLine(Schema):
    """One funder's money for one public action, once it was granted."""

    line: int = told(fr="Numéro de la ligne.", en="Number of the line.", example=1)
    action: str = told(fr="Son action.", en="Its action.", example="acv-017/12")
    territory: str = told(fr="Son territoire.", en="Its territory.", example="acv-017")
    funder_kind: str = told(fr="Nature du financeur.", en="What the funder is.", example="region")
    funder_code: str | None = told(fr="Code du financeur.", en="Code of the funder.", example="84")
    funder: str = told(fr="Nom du financeur.", en="Name of the funder.", example="Région Auvergne-Rhône-Alpes")
    is_local_share: bool = told(
        fr="Payée par une commune ou une intercommunalité.", en="Paid by a commune or an EPCI.", example=False
    )
    instrument: str = told(fr="Instrument.", en="Instrument.", example="grant")
    origin: str = told(fr="Origine de l’argent.", en="Origin of the money.", example="ordinary")
    programme_name: str | None = told(fr="Dispositif.", en="Scheme.", example="DSIL")
    state: str = told(fr="Où elle en est.", en="Where it stands.", example="committed")
    planned: str | None = amount(fr="Prévu", en="Hoped for")
    requested: str | None = amount(fr="Demandé", en="Asked for")
    requested_date: date | None = day(fr="Jour de la demande.", en="Day of the request.")
    accepted: str | None = amount(fr="Accepté", en="Granted")
    accepted_date: date | None = day(fr="Jour de l’accord.", en="Day of the grant.")
    committed: str | None = amount(fr="Engagé", en="Committed", example=None)
    committed_date: date | None = day(fr="Jour de l’engagement.", en="Day of the commitment.", example=None)
    paid: str | None = amount(fr="Payé depuis le début", en="Paid since the beginning", example=None)
    paid_date: date | None = day(fr="Jour du dernier paiement.", en="Day of the last payment.", example=None)
    overrun_decision: int | None = told(
        fr="Décision qui autorise un dépassement.", en="Decision that lets a stage exceed another.", example=None
    )
    is_demonstration: bool = told(fr=MADE_UP_FR, en=MADE_UP_EN, example=False)


class FundingLines(Page):
    items: list[FundingLine] = told(fr="Lignes.", en="Lines.")


class FundingTotal(Schema):
    """What lines of one key add up to; a key that was not asked for is null."""

    territory: str | None = told(fr="Territoire.", en="Territory.", example=None)
    action: str | None = told(fr="Action.", en="Action.", example=None)
    funder_kind: str | None = told(fr="Nature du financeur.", en="What the funder is.", example="region")
    funder: str | None = told(fr="Financeur.", en="Funder.", example=None)
    instrument: str | None = told(fr="Instrument.", en="Instrument.", example="grant")
    origin: str | None = told(fr="Origine.", en="Origin.", example="ordinary")
    state: str | None = told(fr="État.", en="State.", example=None)
    lines: int = told(fr="Nombre de lignes.", en="Number of lines.", example=12)
    planned: str | None = amount(fr="Prévu", en="Hoped for")
    requested: str | None = amount(
        fr="Demandé ; rien quand on ne se demande aucune de ces lignes (fonds propres, dispositifs fiscaux)",
        en="Asked for; null when nobody asks for any of these lines (own funds, tax schemes)",
    )
    accepted: str | None = amount(fr="Accepté", en="Granted")
    committed: str | None = amount(fr="Engagé", en="Committed")
    paid: str | None = amount(fr="Payé", en="Paid")
    is_demonstration: bool = told(
        fr="Une ligne au moins a été inventée pour montrer le logiciel.",
        en="At least one of its lines was made up to show the software.",
        example=False,
    )
    funding_lines: str = told(
        fr="Adresse des lignes qui font ce total, et elles seules.",
        en="Address of the lines that make this total, and of no other.",
        example="/api/v1/funding-lines?funder_kind=region&instrument=grant&origin=ordinary",
    )


class FundingTotals(Page):
    items: list[FundingTotal] = told(fr="Totaux.", en="Totals.")


class Decision(Schema):
    """What a committee decided, by which something public holds; without its words."""

    decision: int = told(fr="Numéro de la décision.", en="Number of the decision.", example=1)
    committee: int = told(fr="Numéro du comité.", en="Number of the committee.", example=1)
    committee_name: str | None = told(fr="Nom du comité.", en="Name of the committee.", example="Comité de projet")
    date: Day = told(fr="Jour de la séance.", en="Day of the session.", example="2024-02-20")
    number: int = told(fr="Son numéro dans la séance.", en="Its number in the session.", example=1)
    territory: str | None = told(fr="Territoire concerné.", en="The territory that it is about.", example="acv-017")
    subject_kind: str = told(fr="Sur quoi elle porte.", en="What it is about.", example="money")
    outcome: str = told(fr="Ce qui est décidé.", en="What was decided.", example="approved")
    is_demonstration: bool = told(fr=MADE_UP_FR, en=MADE_UP_EN, example=False)


class Decisions(Page):
    items: list[Decision] = told(fr="Décisions.", en="Decisions.")


class Ort(Schema):
    """An ORT that holds or held, by its prefectoral act or by the national list."""

    ort: int = told(fr="Numéro de l’ORT.", en="Number of the ORT.", example=1)
    territory: str = told(fr="Son territoire.", en="Its territory.", example="acv-017")
    communes: str = told(
        fr="Codes Insee de ses communes, séparés par des espaces.",
        en="Insee codes of its communes, separated by spaces.",
        example="15014",
    )
    signed_date: date = told(
        fr="Jour de la signature de la convention d’ORT.", en="Day of the agreement.", example="2020-01-16"
    )
    amended_date: date | None = day(fr="Jour de son dernier avenant.", en="Day of its last amendment.", example=None)
    act_title: str | None = told(
        fr="Intitulé de l’arrêté préfectoral.", en="Title of the prefectoral act.", example=None
    )
    act_date: date | None = day(
        fr="Jour de l’arrêté ; rien quand la liste nationale ne le dit pas.",
        en="Day of the act; null where the national list does not tell it.",
        example=None,
    )
    starts_date: date = told(fr="Premier jour de l’ORT.", en="First day on which it holds.", example="2020-01-16")
    ends_date: date | None = day(fr="Dernier jour.", en="Last day on which it holds.", example=None)
    perimeters: str | None = told(
        fr="Numéros de ses secteurs d’intervention dans les périmètres publiés.",
        en="Numbers of its sectors among the published perimeters.",
        example=None,
    )
    decision: int | None = told(fr="Décision dont elle procède.", en="Decision that it follows.", example=None)
    is_imported: bool = told(fr="Connue par la liste nationale.", en="Known by the national list.", example=True)
    is_demonstration: bool = told(fr=MADE_UP_FR, en=MADE_UP_EN, example=False)


class Orts(Page):
    items: list[Ort] = told(fr="ORT.", en="ORTs.")
