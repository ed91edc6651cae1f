import { expect, it } from "vitest"
import { plainReason } from "./plain-reason.js"

const advice = "For more information, pass `verbose: true` in the second argument to fetch()"

it.each([
  [
    "ERR_TLS_CERT_ALTNAME_INVALID",
    `ERR_TLS_CERT_ALTNAME_INVALID fetching "https://a:1/". ${advice}`,
    "the certificate of the server is for another name or address (ERR_TLS_CERT_ALTNAME_INVALID)",
  ],
  [
    "ENETUNREACH",
    "ENETUNREACH: Was there a typo in the url or port?",
    "there is no route to its network (ENETUNREACH)",
  ],
  [
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "self signed certificate",
    "no authority in caFile vouches for the server (DEPTH_ZERO_SELF_SIGNED_CERT)",
  ],
  ["CERT_HAS_EXPIRED", "certificate has expired", "certificate has expired (CERT_HAS_EXPIRED)"],
  ["ENEW", `Something new. ${advice}`, "the request failed (ENEW)"],
  [
    "ENEW",
    "ENEW: Unable to connect. Is the computer able to access the url?",
    "the request failed (ENEW)",
  ],
  ["", "in other words", "in other words"],
])("%s is told in words for operators", (code, message, reason) => {
  expect(plainReason(code, message)).toBe(reason)
})
