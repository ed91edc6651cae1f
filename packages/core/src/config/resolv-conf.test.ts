import { describe, expect, it } from "vitest"
import { parseResolvConf } from "./resolv-conf.js"

describe("resolv.conf", () => {
  it("is read line by line: servers, search lists and options add up, the last domain counts", () => {
    const text = [
      "nameserver 192.0.2.0",
      "nameserver\t192.0.2.1   # is no comment here",
      "domain first.example",
      "search a.example b.example",
      "domain last.example",
      "search c.example",
      "options ndots:5 rotate",
      "options edns0",
    ].join("\n")
    expect(parseResolvConf(text)).toEqual({
      nameservers: ["192.0.2.0", "192.0.2.1"],
      domain: "last.example",
      search: ["a.example", "b.example", "c.example"],
      options: ["ndots:5", "rotate", "edns0"],
    })
  })

  it.each([
    ["nothing", ""],
    ["blank lines and comments", "\n  \n# nameserver 192.0.2.1\n;search a.example\n  #domain a\n"],
    ["keywords without a value", "nameserver\ndomain \nsearch\t\noptions\n"],
    ["keywords that are unknown, or in capitals", "sortlist 130.155.160.0\nNAMESERVER 192.0.2.1\n"],
  ])("may hold %s", (_, text) => {
    expect(parseResolvConf(text)).toEqual({})
  })

  it("may be indented, end in a newline or not, and have lines as on Windows", () => {
    expect(parseResolvConf("  nameserver 192.0.2.1\r\n\tsearch a.example\r\n")).toEqual({
      nameservers: ["192.0.2.1"],
      search: ["a.example"],
    })
  })
})
