"""All rules by the area they belong to, and one function that asks them of a file."""

from __future__ import annotations

from office_check import looks_rules, number_rules, package_rules, reading_rules
from office_check.opening import Fault, Office, Rule

AREAS: dict[str, tuple[Rule, ...]] = {
    "schema": (package_rules.schema,),
    "package": (
        package_rules.entries,
        package_rules.content_types,
        package_rules.relationships,
        package_rules.foreign_parts,
        package_rules.presentation_lists,
        package_rules.properties,
    ),
    "accessibility": (
        reading_rules.alt_texts,
        reading_rules.head_rows,
        reading_rules.headings,
        reading_rules.slide_titles,
        reading_rules.reading_order,
        reading_rules.empties,
        reading_rules.shape_names,
        looks_rules.text_contrast,
        looks_rules.chart_contrast,
    ),
    "language": (reading_rules.languages,),
    "fonts": (looks_rules.fixed_fonts, looks_rules.families, looks_rules.sizes),
    "theme and print": (looks_rules.fixed_colours, looks_rules.printed),
    "numbers": (
        number_rules.numbers_as_text,
        number_rules.formats,
        number_rules.formulas,
        number_rules.chart_axes,
    ),
}


def faults(office: Office, *areas: str) -> list[Fault]:
    """Everything that is wrong with a file, in some areas or in all of them.

    Workbooks inside (the numbers behind charts) are asked for their schema and numbers too.
    """
    told = [
        Fault(office.name, part, rule.__name__, text)
        for area, rules in AREAS.items()
        for rule in rules
        if not areas or area in areas
        for part, text in rule(office)
    ]
    for part in office.named(r".*/embeddings/.*\.xlsx"):
        inner = Office(f"{office.name}!{part}", office.parts[part], template=True)
        inside = {"schema", "package"} & set(areas or AREAS)
        told += faults(inner, *inside) if inside else []
    return told
