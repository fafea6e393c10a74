"""The frames of the queries that the compiler writes: the one place of SPARQL outside queries/."""

SUBCLASSES = "SELECT DISTINCT ?class WHERE {{ ?class {subclass}+ {cls} }}"
TARGETS = "{{ SELECT DISTINCT {focus} WHERE {{ {either} }} }}"
CHECK = "SELECT DISTINCT {names} WHERE {{ {head} {body} }}"
COUNTED = (
    "SELECT {names} WHERE {{ {{ SELECT {names} (COUNT(DISTINCT ?v) AS ?n) "
    "WHERE {{ {head} {values} }} GROUP BY {names} }} FILTER(?n {sign} {limit}) }}"
)
ONLY = "VALUES {focus} {{ {nodes} }}"
ORDER_OF_CLASSES = "SELECT ?class ?above WHERE {{ ?class {subclass} ?above }}"
