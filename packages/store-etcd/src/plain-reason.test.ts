import { expect, it } from "vitest"
import { plainReason } from "./plain-reason.js"

it.each([
  ["Error: connect ECONNREFUSED 127.0.0.1:1", "connect ECONNREFUSED 127.0.0.1:1"],
  ["Failed to connect (2026-11-21T04:17:49.508Z)", "Failed to connect"],
  [
    "803CE21FAD7F0000:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:../deps/openssl/openssl/ssl/record/rec_layer_s3.c:1601:SSL alert number 116\n (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)",
    "the server wants a certificate: set certFile and keyFile (tlsv13 alert certificate required)",
  ],
  [
    "803CE21FAD7F0000:error:0A000418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca:../deps/openssl/openssl/ssl/record/rec_layer_s3.c:1601:SSL alert number 48\n (2026-11-21T04:17:40.342Z)",
    "the server does not take the certificate in certFile (tlsv1 alert unknown ca)",
  ],
  [
    "unable to verify the first certificate",
    "no authority in caFile vouches for the server (unable to verify the first certificate)",
  ],
  // Bun's.
  [
    "error:1000045c:SSL routines:OPENSSL_internal:TLSV1_ALERT_CERTIFICATE_REQUIRED",
    "the server wants a certificate: set certFile and keyFile (TLSV1_ALERT_CERTIFICATE_REQUIRED)",
  ],
  ["Protocol error", "what answers there is no etcd (Protocol error)"],
  ["certificate has expired", "certificate has expired"],
])("%j is told as %j", (reason, plain) => {
  expect(plainReason(reason)).toBe(plain)
})
