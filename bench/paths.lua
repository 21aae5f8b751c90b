-- Asks for the paths given after `--` in turn, as a browser would, and says the latencies as JSON.
local paths, next_path = {}, 0

function init(args)
  paths = args
  wrk.headers["Accept-Encoding"] = "gzip"
end

function request()
  next_path = next_path % #paths + 1
  return wrk.format("GET", paths[next_path])
end

function done(summary, latency, requests)
  local errors = summary.errors
  local broken = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    '\n{"p50_ms": %.1f, "p95_ms": %.1f, "p99_ms": %.1f, "requests_per_second": %.0f, "requests": %d, "broken": %d, "refused": %d}\n',
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.requests / summary.duration * 1e6, summary.requests, broken, errors.status
  ))
end
