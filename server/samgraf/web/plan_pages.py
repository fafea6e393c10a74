"""``/sparql/plan``: what a query costs, for people and as JSON."""

import json
from dataclasses import asdict

from flask import Blueprint, Response, make_response, render_template, request

from samgraf.errors import QueryRefused

from . import negotiation
from .plan_answers import PATH, PLAN
from .plan_words import written
from .planning import Plan

blueprint = Blueprint("plans", __name__)

_FORMS = ("application/json", "text/html")


@blueprint.route(PATH, methods=["GET", "POST"])
def plan() -> Response:
    """Show the plan of a query."""
    form = negotiation.best(request.headers.get("Accept", ""), _FORMS)
    if form is None:
        raise QueryRefused("not-acceptable", f"offered: {', '.join(_FORMS)}")
    made: Plan = request.environ[PLAN]
    told = written(made)
    if form == _FORMS[0]:
        body = json.dumps(_numbers(made) | asdict(told), ensure_ascii=False, indent=1) + "\n"
    else:
        body = render_template("sparql/plan_page.html", query=made.query, plan=told)
    answer = make_response(body)
    answer.headers["Content-Type"] = form if form == _FORMS[0] else f"{form}; charset=utf-8"
    answer.headers["Cache-Control"] = "no-store"  # the times are of this moment
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _numbers(plan: Plan) -> dict[str, object]:
    """Return what programs read of a plan: numbers without words."""
    run = plan.whole
    return {
        "query": plan.query,
        "rows": None if run.why else run.rows,
        "exact": run.whole,
        "milliseconds": round(run.milliseconds, 1),
        "limit": run.why or None,
        "patterns": [
            {
                "pattern": step.counted.pattern.text,
                "group": group.kind,
                "rows": step.counted.rows,
                "exact": step.counted.exact,
                "limit": step.counted.why or None,
                "estimate": step.estimate and round(step.estimate, 1),
                "spread": {name: asdict(one) for name, one in step.counted.spreads.items()},
            }
            for group in plan.groups
            for step in group.steps
        ],
        "hints": [
            {
                "kind": one.hint.kind,
                "rewrite": one.hint.rewrite or None,
                "proof": one.proof or None,
                "before": round(one.before, 1),
                "after": round(one.after, 1),
            }
            for one in plan.hints
        ],
    }
