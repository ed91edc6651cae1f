/** What an answer means that is not the one asked for. */
import type { StoreError } from "@cni-ipam/core"
import type { AttemptError } from "@cni-ipam/store-kv"

const longestExcerpt = 200

const excerpt = (body: unknown): string =>
  (typeof body === "string" ? body : "").trim().replace(/\s+/g, " ").slice(0, longestExcerpt)

const denied = 403
const tooMany = 429
const firstServerError = 500

const final = (url: string, reason: string): AttemptError => {
  const error: StoreError = { _tag: "Unavailable", operation: "use", subject: url, reason }
  return { _tag: "Final", error }
}

const permissionDenied = (url: string, detail: string): AttemptError =>
  final(url, `Consul denies the permission (${detail}); see the token and its policies`)

/** A server that fails may have done before what it was asked. */
export const refusal = (url: string, status: number, body: unknown): AttemptError => {
  const text = excerpt(body)
  const answer = `${status}${text === "" ? "" : `: ${text}`}`
  const said = `${url} answered ${answer}`
  if (status === denied || /ACL not found|Permission denied/i.test(text))
    return permissionDenied(url, text || `status ${status}`)
  if (/No path to datacenter/i.test(text)) return final(url, text)
  if (status === tooMany) return { _tag: "Refused", reason: said }
  return status >= firstServerError || status < 400
    ? { _tag: "Unanswered", reason: said }
    : final(url, `it answered ${answer}`)
}
