"""The pieces of which every list is made, public or not: each room says its filters, its count, its columns and cells.

{% filters asked %}…fields…{% endfilters %}
{% list_head %}…how many…{% exports %}{% export asked "csv" %}{% endlist_head %}
{% table %}<caption>…</caption><thead>…</thead><tbody>…</tbody>{% endtable %}
{% empty_list asked %}…what was not found…{% endempty_list %}
"""

import re
from html import unescape
from typing import Any

from django import template
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from beffroi.web.components.cards import as_cards

register = template.Library()

CAPTION = re.compile(r"<caption\b[^>]*>(.*?)</caption>", re.S)
TRAITS = frozenset({"wrap", "tight", "cards", "close"})


@register.simple_block_tag(takes_context=True)
def filters(
    context: template.Context, content: SafeString, asked: Any, *, word: str = "", may_clear: bool = False
) -> SafeString:
    """What narrows a list, under what its address asks that cannot be.

    `word` is that of the button; `may_clear` offers the whole list even where nothing is filtered.
    """
    told = {"content": content, "asked": asked, "word": word or _("Filtrer"), "may_clear": may_clear}
    return _drawn("components/filters.html", context, **told)


@register.tag
def list_head(parser: Any, token: Any) -> template.Node:
    """How many, then what may be taken away: `{% exports %}` may be left out."""
    count = parser.parse(("exports", "endlist_head"))
    exports = template.NodeList()
    if parser.next_token().contents == "exports":
        exports = parser.parse(("endlist_head",))
        parser.delete_first_token()
    return _ListHead(count, exports)


class _ListHead(template.Node):
    # Where Django looks for the blocks that a template which extends this one may fill.
    child_nodelists = ("count", "exports")

    def __init__(self, count: template.NodeList, exports: template.NodeList) -> None:
        self.count = count
        self.exports = exports

    def render(self, context: template.Context) -> SafeString:
        exports = self.exports.render(context)
        told = {"count": self.count.render(context), "exports": exports if exports.strip() else ""}
        return _drawn("components/list_head.html", context, **told)


@register.inclusion_tag("components/export.html")
def export(asked: Any, form: str, *, word: str = "", before: str = "", is_small: bool = False, **more: str) -> dict:
    """One file of the list as it is filtered; `before` is the address that makes it, if it is not that of the page."""
    usual = {"csv": _("Exporter en CSV"), "xlsx": _("Exporter en XLSX"), "json": _("Exporter en JSON")}
    address = asked.address(**more) if before else asked.address(format=form, **more)
    return {"address": before + address, "word": word or usual[form], "is_small": is_small}


@register.simple_block_tag(takes_context=True)
def table(
    context: template.Context, content: SafeString, traits: str = "wrap tight cards", *, name: str = ""
) -> SafeString:
    """A table in the frame that scrolls, a region named as its caption unless it has another `name`.

    Traits: `wrap`, long cells take several lines; `tight`, many columns; `cards`, rows are cards on a narrow screen;
    `close`, right under its title.
    """
    words, said = traits.split(), CAPTION.search(content)
    if not said:
        raise ValueError("A table without a caption: say what it holds, <caption>…</caption> first in {% table %}.")
    if unknown := set(words) - TRAITS:
        raise ValueError(f"No trait of a table: {', '.join(sorted(unknown))}. Traits: {', '.join(sorted(TRAITS))}.")
    whole = f"<table>{content}</table>"
    told = {
        "traits": words,
        "name": name or " ".join(unescape(strip_tags(said[1])).split()),
        "content": mark_safe(as_cards(whole) if "cards" in words else whole),  # noqa: S308 — what is added is escaped
    }
    return _drawn("components/table.html", context, **told)


@register.simple_block_tag(takes_context=True)
def empty_list(context: template.Context, content: SafeString, asked: Any) -> SafeString:
    """What stands where no row answers; the way back to the whole list if it was filtered."""
    return _drawn("components/empty_list.html", context, content=content, asked=asked)


def _drawn(page: str, context: template.Context, **told: Any) -> SafeString:
    """A piece of page around what a template wrote in its tag."""
    with context.push(**told):
        return context.template.engine.get_template(page).render(context)
