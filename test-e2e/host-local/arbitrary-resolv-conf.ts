/** A random resolv.conf, down to odd spaces, comments and what nobody understands. */
import fc from "fast-check"

const keyword = fc.constantFrom("nameserver", "domain", "search", "options", "sortlist", "#", "")
const word = fc.constantFrom("192.0.2.53", "a.example", "ndots:5", "#x", ";", "<&>", '\\"', "ü")
const gap = fc.constantFrom(" ", "\t", "  ", "\t ")

const line = fc
  .tuple(fc.constantFrom("", " "), keyword, fc.array(fc.tuple(gap, word), { maxLength: 3 }))
  .map(([indent, first, rest]) => `${indent}${first}${rest.flat().join("")}`)

export const resolvConf: fc.Arbitrary<string> = fc
  .tuple(fc.array(line, { maxLength: 6 }), fc.constantFrom("\n", "\r\n"))
  .map(([lines, end]) => lines.join(end))
