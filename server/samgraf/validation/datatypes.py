"""When a literal is well formed for its datatype (XML Schema 1.1, part 2)."""

from samgraf.store.asking import Iri

from .terms import XSD, quoted

_CAST = {
    XSD + n
    for n in ["boolean", "decimal", "integer", "float", "double", "dateTime", "date", "time"]
}
_RANGES: dict[str, tuple[int | None, int | None]] = {
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
}
_ZONE = r"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))?$"
_YEAR = r"^-?([1-9][0-9]{3,}|0[0-9]{3})"
_MONTH, _DAY = "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"
_FORMS = {
    "gYear": _YEAR + _ZONE,
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": f"^--{_MONTH}{_ZONE}",
    "gDay": f"^---{_DAY}{_ZONE}",
    "gMonthDay": f"^--{_MONTH}-{_DAY}{_ZONE}",
}


def well_formed(value: str, datatype: Iri) -> str:
    """Return the expression that a value is a good literal of a datatype."""
    tests = [f"isLiteral({value})", f"DATATYPE({value}) = {datatype}", *_form(value, datatype)]
    return "(" + " && ".join(tests) + ")"


def _form(value: str, datatype: Iri) -> list[str]:
    name = datatype.value.removeprefix(XSD)
    if datatype.value in _CAST:
        # isLiteral(cast), not cast = cast: NaN is well formed and not equal to itself.
        return [f"COALESCE(isLiteral({datatype}(STR({value}))), false)"]
    if datatype.value == XSD + name and name in _RANGES:
        return _within(value, *_RANGES[name])
    if datatype.value == XSD + name and name in _FORMS:
        return [f"REGEX(STR({value}), {quoted(_FORMS[name])})"]
    return []


def _within(value: str, least: int | None, most: int | None) -> list[str]:
    """Compare as decimals: the limits of some types are beyond 64 bits."""
    number = f"<{XSD}decimal>(STR({value}))"
    tests = [f'REGEX(STR({value}), "^[+-]?[0-9]+$")']
    tests += [f"COALESCE({number} >= {least}.0, false)"] if least is not None else []
    tests += [f"COALESCE({number} <= {most}.0, false)"] if most is not None else []
    return tests
