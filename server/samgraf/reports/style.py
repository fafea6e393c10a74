"""The look of the page: the colours of the site, light and dark, and readable on a phone."""

STYLE = """
:root {
  color-scheme: light dark;
  --ink: #1b2330; --soft: #5a6675; --paper: #fdfcf9; --card: #fff; --line: #dcd8cf;
  --accent: #0b5a6f; --mark: #e9f2f3; --warn: #8a4b08; --bad: #a3161d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e8ec; --soft: #a3adba; --paper: #14181e; --card: #1b2129; --line: #333c48;
    --accent: #7fc8dc; --mark: #1d2f36; --warn: #e5b072; --bad: #ff9c98;
  }
}
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 68rem; margin: 0 auto; padding: 0 1rem 3rem; overflow-wrap: anywhere; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
h1 { font-size: 1.9rem; line-height: 1.2; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .3rem; }
.verdicts, ol > li { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.verdicts { list-style: none; padding: .8rem 1rem; }
nav ul { padding-left: 1.2rem; }
.thing { margin: .8rem 0 .2rem; font-weight: 600; }
.thing code { font-weight: 400; }
ol { margin: 0; padding: 0; list-style: none; }
li { margin: .2rem 0; }
ol > li { padding: .5rem .7rem; }
ol > li > p, ol > li > pre { margin: .25rem 0; }
ol > li > pre { overflow-x: auto; padding: .3rem .6rem; }
ol > li > pre, .mending code { background: var(--mark); border-radius: .3rem; }
.mending code { user-select: all; padding: 0 .3rem; }
.rule { color: var(--soft); }
ol > li:target { outline: 3px solid var(--accent); }
code, .place { font-family: ui-monospace, Consolas, monospace; font-size: .92em; }
.badge {
  padding: 0 .45rem; border: 1px solid currentColor; border-radius: .8rem;
  font-size: .85rem; font-weight: 600; white-space: nowrap;
}
.violation { color: var(--bad); } .warning { color: var(--warn); } .info { color: var(--soft); }
summary { margin: .4rem 0; cursor: pointer; }
@media (max-width: 34rem) { h1 { font-size: 1.5rem; } }
"""
