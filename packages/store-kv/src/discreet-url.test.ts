import { expect, it } from "vitest"
import { isDiscreet } from "./discreet-url.js"

it("shows what is an address, or nearly one", () => {
  for (const text of [
    "http://a:8500",
    "10.0.0.1:1, b_c",
    "ftp://[::1]/v1",
    "http://a b:99999",
    "bücher.example",
    "",
  ])
    expect([text, isDiscreet(text)]).toEqual([text, true])
})

it("does not show what may hold a secret", () => {
  for (const text of [
    "http://root:hunter2@a:1",
    "http://a:1/?token=s3cret",
    "http://a:1#s3cret",
    "a;s3cret",
    "http://a:1/token=s3cret",
    "http://a:1/%3Ftoken%3Ds3cret",
  ])
    expect([text, isDiscreet(text)]).toEqual([text, false])
})
