/** Addresses must not reach errors, in none of the forms apt puts them. */
import { expect, test } from "vitest"
import { redact } from "./redact.js"

const uris = ["http://user:secret@deb.example.org/debian"]

test.each([
  "Failed to fetch http://user:secret@deb.example.org/debian/dists/sid/InRelease  404  Not Found",
  "Could not connect to proxy.example.net:3128 (192.0.2.7). - connect (111: Connection refused)",
  "Temporary failure resolving 'mirror.example.net'",
  "Could not resolve 'proxy.example.net'",
  "Connection timed out [IP: 2001:db8::1 80]",
  "Cannot initiate the connection to deb.example.org:80 (2001:db8::1). - connect (101)",
  "Problem parsing lists/deb.example.org_debian_dists_sid_InRelease",
  "The repository 'mirror+file:/etc/apt/mirrors/example.list sid Release' is not signed.",
  "File not found - copy:/srv/example/debian",
])("%s", (line) => {
  expect(redact(line, uris)).not.toMatch(/example|secret|192\.0\.2|2001:db8/)
})

test("what is no address stays", () => {
  const line = "Unable to locate package no-such-package; Couldn't find libfoo1.2 (= 1:1.2.3-4)"
  expect(redact(line, uris)).toBe(line)
})
