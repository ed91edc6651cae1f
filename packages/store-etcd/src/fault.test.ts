import { describe, expect, it } from "vitest"
import { attemptErrorOf } from "./fault.js"
import type { Fault } from "./transport.js"

const asked = { operation: "write to", endpoint: "http://a:2379", user: "root", isChange: true }

const tagOf = (fault: Fault, isChange = true) => attemptErrorOf({ ...asked, isChange })(fault)._tag

const said = (code: number, message: string): Fault => ({
  _tag: "Status",
  code,
  message: `etcdserver: ${message}`,
})

describe("an answer that is too long", () => {
  const fault: Fault = { _tag: "TooLong", reason: "its answer has more than 128 MB" }

  it("is not asked for again, and leaves open what became of a change", () => {
    expect(tagOf(fault)).toBe("Unusable")
    expect(attemptErrorOf({ ...asked, isChange: false })(fault)).toMatchObject({
      _tag: "Final",
      error: { subject: "etcd at http://a:2379", reason: "its answer has more than 128 MB" },
    })
  })
})

describe("what etcd says instead of an answer", () => {
  it.each([
    [14, "no leader"],
    [8, "too many requests"],
    [14, "not capable"],
    [14, "rpc not supported for learner"],
  ])("%i, %s: it was not done, another server may do it", (code, message) => {
    expect(tagOf(said(code, message))).toBe("Refused")
  })

  it.each([
    [14, "request timed out"],
    [14, "request timed out, possibly due to previous leader failure"],
    [14, "leader changed"],
    [14, "server stopped"],
    [14, "unhealthy cluster"],
    [4, "context deadline exceeded"],
    [1, "context canceled"],
    [2, "something new"],
    [13, "something else"],
  ])("%i, %s: nobody knows whether it was done", (code, message) => {
    expect(tagOf(said(code, message))).toBe("Unanswered")
  })

  it.each([
    [3, "user name is empty", "it asks for a username and a password"],
    [
      3,
      "authentication failed, invalid user ID or password",
      "it does not know the user root with this password",
    ],
    [7, "permission denied", "the user root may not: etcdserver: permission denied"],
    [8, "mvcc: database space exceeded", "etcdserver: mvcc: database space exceeded"],
    [3, "request is too large", "etcdserver: request is too large"],
  ])("%i, %s: every server would say so", (code, message, reason) => {
    expect(attemptErrorOf(asked)(said(code, message))).toEqual({
      _tag: "Final",
      error: {
        _tag: "Unavailable",
        operation: "write to",
        subject: "etcd at http://a:2379",
        reason,
      },
    })
  })
})

describe("a connection that fails", () => {
  it("names the server", () => {
    expect(attemptErrorOf(asked)({ _tag: "NotSent", reason: "connect ECONNREFUSED" })).toEqual({
      _tag: "Refused",
      reason: "http://a:2379: connect ECONNREFUSED",
    })
  })

  it("after the request was sent leaves open whether it was done", () => {
    expect(tagOf({ _tag: "NoAnswer", reason: "socket hang up" })).toBe("Unanswered")
  })

  it("because of a certificate has done nothing, whenever it fails", () => {
    const alerts = ["tlsv13 alert certificate required", "sslv3 alert bad certificate"]
    for (const alert of [...alerts, "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA"])
      expect(tagOf({ _tag: "NoAnswer", reason: alert })).toBe("Refused")
  })
})

describe("something else that answers", () => {
  it("may have passed a change on", () => {
    expect(tagOf({ _tag: "NoEtcd", mayBeDone: true, reason: "502" })).toBe("Unanswered")
    expect(tagOf({ _tag: "NoEtcd", mayBeDone: false, reason: "404" })).toBe("Refused")
  })

  it("is not asked for the whole time where nothing was to be changed", () => {
    expect(tagOf({ _tag: "NoEtcd", mayBeDone: true, reason: "HTML" }, false)).toBe("Refused")
  })
})
