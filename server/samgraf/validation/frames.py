"""The frames of the queries that the compiler writes: the one place of SPARQL outside queries/."""

SUBCLASSES = "SELECT DISTINCT ?class WHERE {{ ?class {subclass}+ {cls} }}"
TARGETS = "{{ SELECT DISTINCT {focus} WHERE {{ {either} }} }}"
LOOSENED = ("SELECT DISTINCT", "SELECT")
CHECK = "SELECT DISTINCT {names} WHERE {{ {head} {body} }}"
COUNTED = (
    "SELECT {names} WHERE {{ {{ SELECT {names} (COUNT(DISTINCT ?v) AS ?n) "
    "WHERE {{ {head} {values} }} GROUP BY {names} }} FILTER(?n {sign} {limit}) }}"
)
ONLY = "VALUES {focus} {{ {nodes} }}"
ORDER_OF_CLASSES = "SELECT ?class ?above WHERE {{ ?class {subclass} ?above }}"
_NAMED = (
    "OPTIONAL {{ ?thing <http://www.w3.org/2004/02/skos/core#prefLabel>"
    "|<http://www.w3.org/2004/02/skos/core#altLabel>"
    "|<http://www.w3.org/2004/02/skos/core#notation>"
    "|<http://purl.org/dc/terms/title> ?name }}"
)
_OF_CLASS = "?class <http://www.w3.org/2000/01/rdf-schema#subClassOf>* {cls} . ?thing a ?class . "
THINGS = "SELECT DISTINCT ?thing WHERE {{ " + _OF_CLASS + " }}"
NAMED_THINGS = "SELECT DISTINCT ?thing ?name WHERE {{ " + _OF_CLASS + _NAMED + " }}"
MEMBERS = "SELECT DISTINCT ?thing ?name WHERE {{ ?thing {of} {owner} . " + _NAMED + " }}"
USED = "SELECT DISTINCT ?thing WHERE {{ ?any {path} ?thing FILTER(isIRI(?thing)) }} LIMIT 10000"
CODES = "SELECT DISTINCT ?code WHERE {{ ?any {path} ?code FILTER(DATATYPE(?code) = {register}) }}"
