from django.db import migrations, models

from beffroi.foundations.journal import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.BigIntegerField(default=0)),
                ("hash", models.CharField(default="", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.BigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                ("on_behalf_of", models.CharField(blank=True, max_length=64)),
                ("verb", models.CharField(max_length=64)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.CharField(max_length=64)),
                ("territory", models.CharField(blank=True, max_length=16)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("sequence",),
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_id", "sequence"], name="journal_by_subject"),
                    models.Index(fields=["territory", "sequence"], name="journal_by_territory"),
                ],
            },
        ),
        migrations.RunPython(append_only.guard, append_only.unguard),
    ]
