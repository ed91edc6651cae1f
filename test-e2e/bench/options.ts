/** The options of `pnpm bench`. */
import { parseArgs } from "node:util"

export type Options = {
  /** Of what this matches, only. */
  readonly only: RegExp
  /** Rounds in each network, whatever the network has otherwise. */
  readonly rounds: number | undefined
  readonly isQuick: boolean
  /** Whether docs/benchmarks.md is to be refreshed. */
  readonly write: boolean
}

const readRounds = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const rounds = Number(text)
  if (Number.isInteger(rounds) && rounds > 0) return rounds
  throw new Error(`--rounds takes a whole number above 0, not ${text}`)
}

export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      rounds: { type: "string" },
      quick: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  })
  if (values.write && (values.only !== undefined || values.quick || values.rounds !== undefined))
    throw new Error("--write takes a full run: without --only, --quick and --rounds")
  return {
    only: new RegExp(values.only ?? "", "i"),
    rounds: readRounds(values.rounds),
    isQuick: values.quick,
    write: values.write,
  }
}

const quickShare = 0.1
const fewestRounds = 2

export const roundsOf = (usual: number, { rounds, isQuick }: Options): number =>
  rounds ?? (isQuick ? Math.max(fewestRounds, Math.round(usual * quickShare)) : usual)
