"""The SPARQL 1.1 service description: what the endpoint speaks, holds and limits."""

from samgraf.limits import Limits
from samgraf.terms import SG, XSD

_SERVICE = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
    "TriG",
    "N-Quads",
)


def turtle(endpoint: str, limits: Limits, version: str) -> bytes:
    """Describe the endpoint at an address, with the version that it serves now."""
    formats = " , ".join(f"format:{name}" for name in _RESULTS)
    lines = [
        f"@prefix format: <{_FORMATS}> .",
        f"@prefix sd: <{_SERVICE}> .",
        f"@prefix sg: <{SG}> .",
        f"@prefix xsd: <{XSD}> .",
        "",
        f"<{endpoint}> a sd:Service ;",
        f"    sd:endpoint <{endpoint}> ;",
        "    sd:supportedLanguage sd:SPARQL11Query ;",
        f"    sd:resultFormat {formats} ;",
        "    sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] ;",
        f'    sg:dataVersion "{version}" ;',
        f"    sg:timeLimit {_seconds(limits.query_seconds)} ;",
        f"    sg:cpuLimit {_seconds(limits.cpu_seconds)} ;",
        f"    sg:transferLimit {_seconds(limits.transfer_seconds)} ;",
        f"    sg:memoryLimitMiB {limits.memory_mib} ;",
        f"    sg:replyLimitMiB {limits.reply_mib} ;",
        f"    sg:queryLimitKiB {limits.query_kib} ;",
        f"    sg:concurrentQueriesPerClient {limits.slots_per_client} ;",
        "    sg:federation sg:FederationRefused .",
    ]
    return ("\n".join(lines) + "\n").encode()


def _seconds(seconds: float) -> str:
    """Write seconds as an XSD duration, which knows no exponent."""
    digits = f"{seconds:.3f}".rstrip("0").rstrip(".")
    return f'"PT{digits}S"^^xsd:duration'
