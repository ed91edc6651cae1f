/** The measurements of whole processes as tables. */
import { peakLimit, sameForAll } from "./cells.js"
import type { Measurement } from "./measure.js"
import { type CniCommand, cniCommands } from "./plugin.js"
import { median, ratioOfMedians } from "./statistics.js"
import type { Measured } from "./subject.js"
import { left, right, table } from "./table.js"
import { atMost, inShort } from "./target.js"

export type Section = { readonly title: string; readonly text: string }

const judgement = [right("at most"), left("")]

type Comparison = {
  readonly name: string
  readonly ours: Measured
  readonly other: Measured
  readonly limits: Readonly<Partial<Record<CniCommand, number>>>
}

const comparisonTable = (other: string, comparisons: readonly Comparison[]): string =>
  table(
    [
      left("network holds"),
      left(""),
      right(`${other}, ms`),
      right("ours, ms"),
      right("ratio"),
      ...judgement,
    ],
    comparisons.flatMap(({ name, ours, other, limits }) =>
      cniCommands.map((command, index) => [
        index === 0 ? name : "",
        command,
        inShort(median(other.times[command])),
        inShort(median(ours.times[command])),
        ...atMost(ratioOfMedians(ours.times[command], other.times[command]), limits[command]),
      ]),
    ),
  )

const besideGo = (measurements: readonly Measurement[]): string =>
  comparisonTable(
    "Go",
    measurements.map(({ cell: { name, limits = {} }, go, ours }) => ({
      name,
      ours,
      other: go,
      limits,
    })),
  )

const besideEmpty = (measurements: readonly Measurement[]): string =>
  comparisonTable(
    "ours at 0",
    measurements.flatMap(({ cell: { name, growthLimit }, ours, oursAtZero }) =>
      oursAtZero === undefined || growthLimit === undefined
        ? []
        : [{ name, ours, other: oursAtZero, limits: sameForAll(growthLimit) }],
    ),
  )

const inMegabytes = (kilobytes: number): number => (kilobytes * 1024) / 1e6

const firstCommand = (measurements: readonly Measurement[]): string =>
  table(
    [left("network holds"), right("Go, ms"), right("ours, ms"), right("ratio")],
    measurements.map(({ cell, go, ours }) => [
      cell.name,
      inShort(go.first.elapsedMs),
      inShort(ours.first.elapsedMs),
      inShort(ours.first.elapsedMs / go.first.elapsedMs),
    ]),
  )

const memory = (measurements: readonly Measurement[]): string =>
  table(
    [left("network holds"), left(""), right("Go, MB"), right("ours, MB"), ...judgement],
    measurements.flatMap(({ cell, go, ours }) => [
      [
        cell.name,
        "first ADD",
        inShort(inMegabytes(go.first.peakKb)),
        ...atMost(inMegabytes(ours.first.peakKb), peakLimit),
      ],
      [
        "",
        "later",
        inShort(inMegabytes(go.laterPeakKb)),
        ...atMost(inMegabytes(ours.laterPeakKb), peakLimit),
      ],
    ]),
  )

const floor = (measurements: readonly Measurement[]): string =>
  table(
    [left("measured beside"), left("program"), right("ms")],
    measurements.flatMap(({ cell, floor: programs }) =>
      programs.map(({ name, times }, index) => [
        index === 0 ? cell.name : "",
        name,
        inShort(median(times)),
      ]),
    ),
  )

export const processSections = (measurements: readonly Measurement[]): readonly Section[] => {
  const grown = measurements.filter(({ oursAtZero }) => oursAtZero !== undefined)
  return [
    { title: "Commands, from exec to exit", of: measurements, show: besideGo },
    { title: "Our commands beside those in an empty network", of: grown, show: besideEmpty },
    { title: "First ADD, in which ours makes its index", of: measurements, show: firstCommand },
    { title: "Peak memory", of: measurements, show: memory },
    { title: "The floor", of: measurements, show: floor },
  ].flatMap(({ title, of, show }) => (of.length === 0 ? [] : [{ title, text: show(of) }]))
}
