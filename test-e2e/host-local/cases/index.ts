import type { Case } from "./case.js"
import { histories } from "./histories.js"
import { protocol } from "./protocol.js"
import { ranges } from "./ranges.js"
import { requests } from "./requests.js"
import { results } from "./results.js"

export const cases: readonly Case[] = [
  ...results,
  ...ranges,
  ...requests,
  ...protocol,
  ...histories,
]
