"""Days as every template writes them, which need not ask for it (`builtins` of the settings)."""

from django import template

from beffroi.foundations import days

register = template.Library()
register.filter("day", days.day)
register.filter("moment", days.moment)
