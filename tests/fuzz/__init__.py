"""Fuzzing: six readers of what strangers send, each held to a property, not only to not failing.

``make fuzz MINUTES=n`` runs them under atheris, which looks for inputs that reach new code;
``tests/test_fuzzed.py`` replays the corpus and a few mutations of it. ``docs/fuzzing.md`` tells
what each property is and what was found.
"""
