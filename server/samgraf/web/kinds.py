"""The kinds of problems: status, title, meaning and advice (design: endpoint, section 5)."""

from collections.abc import Mapping

STATUS: Mapping[str, tuple[int, str]] = {
    "syntax": (400, "The query is not valid SPARQL"),
    "bad-request": (400, "The request is not valid"),
    "too-complex": (400, "The query is too complex"),
    "service-refused": (403, "SERVICE is not available here"),
    "source-failed": (502, "Another endpoint did not answer"),
    "network-refused": (403, "The query may not use the network"),
    "read-only": (403, "This endpoint is read-only"),
    "unauthorised": (401, "A token is needed"),
    "not-found": (404, "There is no such thing here"),
    "gone": (410, "This is no longer here"),
    "exists": (409, "There is such a graph already"),
    "invalid-data": (400, "The data cannot be read"),
    "conflict": (409, "Others write at the same time"),
    "links-off": (403, "Queries are not kept here"),
    "links-full": (507, "No more queries can be kept"),
    "precondition": (412, "The data are in another state"),
    "write-failed": (507, "The change could not be kept"),
    "method": (405, "Method not allowed"),
    "not-acceptable": (406, "No acceptable format"),
    "too-long": (413, "The query text is too long"),
    "write-too-large": (413, "The write is too large"),
    "input-refused": (400, "What was sent was not checked"),
    "language": (400, "No report in that language"),
    "date": (400, "The date cannot be read"),
    "network": (400, "There is no such network"),
    "parameter": (400, "A value cannot be used"),
    "reconciliation": (400, "The table cannot be matched"),
    "batch-too-large": (413, "Too much is asked at once"),
    "input-too-large": (413, "What was sent is too large"),
    "media-type": (415, "Unsupported media type"),
    "too-many-queries": (429, "Too many queries at once"),
    "too-many-links": (429, "Too many new links at once"),
    "engine-failure": (500, "The query engine failed"),
    "check-failed": (500, "The check failed"),
    "own-fault": (500, "A fault of this server"),
    "busy": (503, "All query workers are busy"),
    "unavailable": (503, "The query service is not available"),
    "time-limit": (503, "The query took too long"),
    "memory-limit": (503, "The query needs too much memory"),
    "reply-too-large": (503, "The reply is too large"),
    "network-too-large": (503, "The network is too large"),
    "difference-too-large": (503, "Too much changed"),
}
"""Status and title of each kind of problem."""

MEANING: Mapping[str, str] = {
    "syntax": "The text does not follow the grammar of SPARQL, so nothing was asked.",
    "bad-request": "The request holds no query, several, or something that cannot be read.",
    "too-complex": "The query is nested so deeply, or has so many alternatives, that the "
    "engine gave up reading it.",
    "service-refused": "The query would ask another endpoint. This one asks none but those "
    "that its operator has listed, so that nobody can send requests from it.",
    "source-failed": "The query asks another endpoint (SERVICE), which gave no answer that could "
    "be used. Without it there is no answer, since a part would look like the whole.",
    "network-refused": "The query or update would fetch something from elsewhere, which this "
    "server never does.",
    "read-only": "Somebody wants to change data on a server that only answers questions.",
    "unauthorised": "Only who has the token of this server may write to it.",
    "not-found": "Nothing of this version has that address or that name.",
    "gone": "There was something, and it was retired.",
    "exists": "An update would create a graph that is there already.",
    "invalid-data": "What was sent is not RDF in the syntax that it is said to have.",
    "conflict": "Others changed the data each time before this change was kept.",
    "precondition": "The write was meant for one state of the data alone (If-Match or "
    "If-None-Match), and they are in another.",
    "write-failed": "What was sent could not be written to the disk.",
    "method": "The address is right, but not for this method of HTTP.",
    "not-acceptable": "The answer cannot be written in any of the formats that the client takes.",
    "too-long": "The text of the query is longer than this server reads.",
    "write-too-large": "One write holds more than this server takes at once.",
    "input-refused": "What was sent could not be read, so it was not checked.",
    "language": "Reports are written in the languages of the list alone.",
    "date": "A page can show how things stood on a day, but what was asked for is no day.",
    "network": "A network was asked for by a name, a value or years that there are not.",
    "parameter": "A question of the library was asked with a value that it cannot use, or with a "
    "parameter that it does not have.",
    "reconciliation": "A request to match a table, or to add values to one, has a part that cannot "
    "be used.",
    "batch-too-large": "One request to match a table holds more than is answered at once.",
    "input-too-large": "What was sent holds more than is checked at once.",
    "media-type": "What was sent has no media type, or one that is not read here.",
    "too-many-queries": "This client has as many queries running and waiting as one client "
    "may have.",
    "too-many-links": "This client has kept as many new queries within a minute as one client may.",
    "links-off": "The operator of this server has switched off that visitors keep queries.",
    "links-full": "This server keeps as many queries as it may, and takes none away.",
    "engine-failure": "The process that answered the query ended before it had an answer.",
    "check-failed": "The process that checked the facts ended before it had a report.",
    "own-fault": "The program of this server has a fault that your request met. "
    "Its log says where.",
    "busy": "Other clients use all places, and none became free in time.",
    "unavailable": "No version is being served at the moment.",
    "time-limit": "The query was stopped because it took longer than one query may take. "
    "There is no part of an answer.",
    "memory-limit": "The query was stopped because it needed more memory than one query may use.",
    "reply-too-large": "The answer is longer than one answer may be, or than this client "
    "could tell to be whole.",
    "network-too-large": "Making the network took more time or memory than one may take, or its "
    "file is longer than one may be.",
    "difference-too-large": "More changed between the two versions than can be listed, or "
    "comparing them takes longer than it may.",
}
"""What each kind of problem is."""

ADVICE: Mapping[str, str] = {
    "syntax": "Where the answer names a line and column, look there: the usual reasons are a word "
    "that is unknown, a prefix that was not declared, or a missing bracket before it.",
    "bad-request": "Do what the answer says. Exactly one query is sent at once, as UTF-8, with "
    "full addresses for graphs.",
    "too-complex": "Split the query, or replace long chains of alternatives by VALUES.",
    "service-refused": "Ask the other endpoint yourself and put its values into VALUES, or name "
    "our address in a query that you send elsewhere.",
    "source-failed": "The answer names the endpoint and what went wrong. Try again later, ask it "
    "for less, or write SERVICE SILENT: then the answer comes without it and says so.",
    "network-refused": "Leave out whatever makes the query fetch something from elsewhere.",
    "read-only": "Data is changed through the project's own files, not through this endpoint.",
    "unauthorised": "Send the header Authorization: Bearer TOKEN, with the token that the operator "
    "of this server has given you.",
    "not-found": "Look whether the address is written right, or search by name: the search is on "
    "each page. The service description (/sparql as text/turtle) links to the list of graphs.",
    "gone": "The answer names what came in its place, where there is something.",
    "exists": "Write CREATE SILENT GRAPH, or take another name; nothing was changed.",
    "invalid-data": "Look at the line and column that the answer names, and send the whole again; "
    "nothing was changed.",
    "conflict": "Try once more; nothing was changed.",
    "precondition": "Read the data again, make the change to what is there now, and send it with "
    "the ETag of that answer.",
    "write-failed": "Nothing was changed. The operator should look for space on the disk.",
    "method": "Use one of the methods that the header Allow of the answer names.",
    "not-acceptable": "Ask for one of the formats that the answer lists, by Accept or format=. "
    "A table cannot be written as Turtle, nor a graph as CSV.",
    "too-long": "Shorten the query, or send it in parts.",
    "write-too-large": "Send it in parts, each by POST to the same graph.",
    "input-refused": "Do what the answer says, and send it again.",
    "language": "Ask for one of the languages that the answer lists, by lang= or Accept-Language.",
    "date": "Write a day such as 2015-01-31, a month such as 2015-01 or a year such as 2015, or "
    "leave on= out to see how things stand by the latest data.",
    "network": "Do what the answer says; the page of networks has a form with all choices.",
    "parameter": "Write the value as the answer says; the page of the question offers those that "
    "the data have.",
    "reconciliation": "Mend the part whose place the answer names. The whole request gets no "
    "answer, so that none is taken for whole.",
    "batch-too-large": "Send fewer names at once, or ask for fewer candidates of each.",
    "input-too-large": "Send it in parts. The limits are on the page of the limits.",
    "media-type": "Send the query as application/sparql-query, or as a form with a field query; "
    "facts in the media type of their syntax, such as text/turtle or text/csv.",
    "too-many-queries": "Wait for your earlier queries and send fewer at the same time.",
    "too-many-links": "Wait a minute and try again. A query that is kept already gets its "
    "link at any time.",
    "links-off": "Send the query itself, or the address /sparql?query= with the query in it. Links "
    "that were made before still work.",
    "links-full": "Send the query itself, or the address /sparql?query= with the query in it, and "
    "tell the operator, who can raise the limits links and links_mib.",
    "check-failed": "Try once more. If it fails again, the fault is ours: please report it, with "
    "the facts that you sent.",
    "engine-failure": "Try once more. If it fails again, the fault is ours: please report it.",
    "own-fault": "Try once more. If it fails again, please report the address and what you sent.",
    "busy": "Wait a few seconds and try again.",
    "unavailable": "The service is starting. Wait a few seconds and try again.",
    "time-limit": "Repeating will not help. Name things as exactly as you can, put the rarest "
    "condition first, and make sure that all parts of the pattern share a variable. A FILTER "
    "EXISTS with several patterns is slow: use MINUS, or OPTIONAL with FILTER(!BOUND(…)).",
    "memory-limit": "Repeating will not help. Sort, group or compare fewer rows, and make sure "
    "that all parts of the pattern share a variable.",
    "reply-too-large": "Ask for less with LIMIT or fewer columns, or take the dump. Use HTTP/1.1, "
    "since HTTP/1.0 cannot show that a reply was cut.",
    "network-too-large": "Ask for fewer years, for one country or kind of body, or for the table "
    "of edges; or make it on your own machine with samgraf export, which has no limit of size.",
    "difference-too-large": "Take the patch, or the JSON, which counts what it leaves out; or "
    "compare the dumps on your own machine with samgraf diff.",
}
"""What to do about each kind of problem, in plain words."""

LIMITED = frozenset(
    {
        "busy",
        "memory-limit",
        "reply-too-large",
        "time-limit",
        "too-long",
        "too-many-queries",
        "write-too-large",
    }
)
"""The kinds that have to do with a limit of the endpoint."""

CAPPED = frozenset({"input-too-large"})
"""The kinds that have to do with a limit of contributions."""
