from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0001_initial"),
        ("conventions", "0001_initial"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="convention",
            constraint=models.UniqueConstraint(
                fields=("territory", "phase"),
                name="convention_once_a_phase",
                violation_error_message="Ce territoire a déjà sa convention pour cette phase : ajoutez un avenant.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ort",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_date", None), ("ends_date__gt", models.F("signed_date")), _connector="OR"),
                name="ort_ends_after_it_is_signed",
                violation_error_message="Une ORT finit après sa signature.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ort",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act_date", None), ("act_title", "")),
                    models.Q(models.Q(("act_title", ""), _negated=True), ("act_date__isnull", False)),
                    _connector="OR",
                ),
                name="ort_act_has_title_and_date",
                violation_error_message="L’arrêté préfectoral a un intitulé et une date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliberation",
            constraint=models.UniqueConstraint(
                fields=("party", "number"),
                name="deliberation_once",
                violation_error_message="Cette délibération est déjà enregistrée.",
            ),
        ),
        migrations.AddIndex(
            model_name="perimeter",
            index=models.Index(fields=["territory", "kind"], name="perimeter_by_territory"),
        ),
        migrations.AddConstraint(
            model_name="perimeter",
            constraint=models.CheckConstraint(
                condition=models.Q(("area_ha__gt", 0)),
                name="perimeter_has_an_area",
                violation_error_message="Un périmètre a une surface.",
            ),
        ),
        migrations.AddConstraint(
            model_name="perimeter",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_date", None), ("ends_date__gte", models.F("starts_date")), _connector="OR"),
                name="perimeter_ends_after_it_starts",
                violation_error_message="Un périmètre finit après son début.",
            ),
        ),
        migrations.AddConstraint(
            model_name="perimeter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_date", None),
                    ("decision__isnull", False),
                    models.Q(models.Q(("act_title", ""), _negated=True), ("act_date__isnull", False)),
                    _connector="OR",
                ),
                name="perimeter_in_force_has_an_origin",
                violation_error_message="Un périmètre en vigueur a une décision de comité, ou un acte avec sa date.",
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["state"], name="version_by_state"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("convention", "number"), name="version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "cadre")),
                fields=("convention",),
                name="one_framework_a_convention",
                violation_error_message="Cette convention a déjà sa convention-cadre : ajoutez-lui un avenant.",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("signed_date__isnull", False), ("state__in", ("signed", "replaced", "expired", "terminated"))
                    ),
                    models.Q(
                        models.Q(("state__in", ("signed", "replaced", "expired", "terminated")), _negated=True),
                        ("signed_date", None),
                    ),
                    _connector="OR",
                ),
                name="signed_version_has_its_date",
                violation_error_message="Une version a une date de signature si, et seulement si, tous l’ont signée.",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_date", None),
                    ("effective_date", None),
                    ("ends_date__gt", models.F("effective_date")),
                    _connector="OR",
                ),
                name="version_ends_after_it_takes_effect",
                violation_error_message="Une convention finit après sa prise d’effet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("favourable", "deliberating", "ready_to_sign", "partly_signed", "signed")),
                        _negated=True,
                    ),
                    ("is_imported", True),
                    ("decision__isnull", False),
                    _connector="OR",
                ),
                name="examined_version_has_an_opinion",
                violation_error_message="L’avis du comité régional est une décision enregistrée.",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_imported", False),
                    ("state__in", ("signed", "replaced", "expired", "terminated")),
                    _connector="OR",
                ),
                name="imported_version_was_signed",
                violation_error_message="Une version reprise des registres nationaux est une version signée.",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "terminated"), ("terminated_date__isnull", False)),
                    models.Q(models.Q(("state", "terminated"), _negated=True), ("terminated_date", None)),
                    _connector="OR",
                ),
                name="terminated_version_has_its_date",
                violation_error_message="Une version résiliée dit de quel jour.",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                fields=("version", "organisation", "capacity"),
                name="party_once_a_capacity",
                violation_error_message="Cette organisation est déjà partie à ce titre.",
            ),
        ),
        migrations.AddConstraint(
            model_name="axiscommitment",
            constraint=models.UniqueConstraint(fields=("version", "axis"), name="axis_once_a_version"),
        ),
        migrations.AddConstraint(
            model_name="axiscommitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("with_action", True), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="axis_without_action_has_a_reason",
                violation_error_message="Un axe sans action dit pourquoi : « sans action, parce que… ».",
            ),
        ),
        migrations.AddConstraint(
            model_name="annex",
            constraint=models.UniqueConstraint(fields=("version", "order"), name="annex_order_once"),
        ),
    ]
