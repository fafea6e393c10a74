"""From the tables to a published version: every step of the build, in order."""

from samgraf import resources, tables
from samgraf.config import Settings
from samgraf.describing import describe, links, references
from samgraf.store.versions import Versions

from . import checking, derive, publish, remote, sequel, vocabulary
from .inputs import digest_of_inputs
from .telling import Built, Say, step


def build(settings: Settings, say: Say) -> Built:
    """Make a version from ontology/, data/, shapes/ and queries/, and make it the current one.

    Raise ``SourceError`` for a wrong row, ``ShapesViolated`` for wrong data; the old version
    then stays as it is. ``say`` is told each step.
    """
    versions = Versions(settings.build.dir)
    with versions.building() as place:
        send = remote.loader(settings, say)
        with step(say, "read the vocabulary"):
            vocab = vocabulary.read()
        with step(say, "read the tables"):
            records = tables.read_all(resources.ROOT / "data")
            references.check(records, vocabulary.slugs(vocab))
        with step(say, "describe"):
            said = describe.describe(records)
            links.describe_link_sets(said, records, vocab)
            authored = derive.authored(said, vocab)
        with step(say, "validate"):
            checked = checking.check(said, vocab, authored, say)
        with step(say, "derive"):
            today = settings.build.data_date or max(s.retrieved for s in records.sources)
            graphs = derive.derive(authored, today)
        with step(say, "validate what is derived"):
            checked.with_derived(graphs, today, say)
        with step(say, "write"):
            draft = publish.write(place, graphs, records, vocab, today)
        new = publish.take_into_use(versions, place, draft, send)
        sequel.compare(versions, draft.version, settings.limits, say)
        (settings.build.dir / "built-from").write_text(digest_of_inputs(settings) + "\n")
    return Built(draft.version, draft.quads, new)


def is_fresh(settings: Settings) -> bool:
    """Tell whether the current version was built from the inputs as they are now.

    One that was made of a file as it stands has no inputs that change.
    """
    versions = Versions(settings.build.dir)
    current = versions.current()
    if current is None:
        return False
    if versions.origin(current):
        return True
    try:
        made_from = (settings.build.dir / "built-from").read_text().strip()
    except OSError:
        return False
    return made_from == digest_of_inputs(settings)
