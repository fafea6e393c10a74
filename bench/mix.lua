-- Asks the queries of a file in turn: `wrk … -s mix.lua URL -- FILE MODE MARK`.
--
-- A line of FILE is a target, an Accept header and a validator, separated by tabs. MODE is
-- `cold` (a comment that no cache has seen ends each query), `repeated` (the same texts again) or
-- `known` (If-None-Match with the validator). Tells one line of JSON at the end.

local heads, tails, count, serial, mark = {}, {}, 0, 0, ""
statuses = "none counted"

function setup(thread)
  single = thread
end

function init(args)
  local mode = args[2]
  if mode == "cold" then mark = "%23%20" .. args[3] .. "-" end
  for line in io.lines(args[1]) do
    local target, accept, tag = line:match("([^\t]*)\t([^\t]*)\t([^\t]*)")
    count = count + 1
    heads[count] = "GET " .. target
    tails[count] = " HTTP/1.1\r\nHost: " .. wrk.headers["Host"] .. "\r\nAccept: " .. accept
    if mode == "known" then
      tails[count] = tails[count] .. "\r\nIf-None-Match: " .. tag
    end
    tails[count] = tails[count] .. "\r\n\r\n"
  end
  if mode == "known" then
    -- Only here: to look at every reply costs the client time.
    not_modified = 0
    response = function(status)
      if status == 304 then not_modified = not_modified + 1 end
    end
  end
end

function request()
  serial = serial + 1
  local i = serial % count + 1
  if mark == "" then return heads[i] .. tails[i] end
  return heads[i] .. mark .. serial .. tails[i]
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '{"requests": %d, "microseconds": %d, "not_modified": %d, "refused": %d, "broken": %d, "p50": %d, "p99": %d}\n',
    summary.requests, summary.duration, single:get("not_modified") or 0, e.status,
    e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99)))
end
