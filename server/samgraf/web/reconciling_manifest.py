"""The service manifest of each version of the reconciliation API.

One document cannot serve both: in 0.2 ``suggest.entity`` is an object, in 1.0 it is true or false,
and their templates are written differently. So the manifest is negotiated (``reconciling``).
"""

from importlib.metadata import version as version_of_package

from .assets import asset
from .reconciling_asked import MOST_CANDIDATES
from .reconciling_extension import settings
from .reconciling_things import DEFAULT, identifier_space, schema_space, with_broader
from .reconciling_told import Json
from .site import site
from .texts import gettext

VERSIONS = ("0.2", "1.0-draft")
WIDTH, HEIGHT = 400, 300
"""Pixels of a preview."""

PATH = "/reconcile"


def old(origin: str) -> Json:
    """Write the manifest of version 0.2, which OpenRefine reads."""
    here = origin + PATH
    paths = {name: {"service_url": here, "service_path": f"/suggest/{name}"} for name in _SUGGESTED}
    propose = {"service_url": here, "service_path": "/extend/propose"}
    return {
        **_common(origin),
        "identifierSpace": identifier_space(),
        "schemaSpace": schema_space(),
        "view": {"url": origin + "/{{id}}"},
        "feature_view": {"url": here + "#feature-{{id}}"},
        "preview": {"url": here + "/preview?id={{id}}", "width": WIDTH, "height": HEIGHT},
        "suggest": paths,
        "extend": {
            "propose_properties": propose,
            "property_settings": [
                {"name": key, "label": name, "type": kind, "default": usual, "help_text": words}
                for key, name, kind, usual, words in settings()
            ],
        },
    }


def new(origin: str) -> Json:
    """Write the manifest of version 1.0-draft."""
    return {
        **_common(origin),
        "view": {"url": origin + "/{+id}"},
        "featureView": {"url": origin + PATH + "#feature-{id}"},
        "preview": {"width": WIDTH, "height": HEIGHT},
        "suggest": dict.fromkeys(_SUGGESTED, True),
        "extend": {
            "proposeProperties": True,
            "propertySettings": [
                {"id": key, "name": name, "type": kind, "default": usual, "helpText": words}
                for key, name, kind, usual, words in settings()
            ],
        },
        "standardizedScore": True,
    }


_SUGGESTED = ("entity", "property", "type")


def _common(origin: str) -> Json:
    limits = site().settings.limits
    return {
        "versions": [*VERSIONS],
        "name": gettext("Samgraf: municipalities, regions, agencies and networks in the north"),
        "defaultTypes": [with_broader(name) for name in DEFAULT],
        "documentation": origin + PATH,
        "logo": origin + asset("icon.svg"),
        "serviceVersion": version_of_package("samgraf"),
        "batchSize": limits.reconcile_batch,
        "limits": {
            "candidates": MOST_CANDIDATES,
            "candidatesInAll": limits.reconcile_candidates,
            "characters": limits.reconcile_text,
            "kib": limits.reconcile_kib,
        },
    }
