/** The measurements of whole processes as tables. */
import { peakLimit } from "./cells.js"
import type { Measurement } from "./measure.js"
import { cniCommands } from "./plugin.js"
import { median, ratioOfMedians } from "./statistics.js"
import { left, right, table } from "./table.js"
import { atMost, inShort } from "./target.js"

export type Section = { readonly title: string; readonly text: string }

const judgement = [right("at most"), left("")]

const speed = (measurements: readonly Measurement[]): string =>
  table(
    [
      left("network holds"),
      left(""),
      right("Go ms"),
      right("ours ms"),
      right("ours/Go"),
      ...judgement,
    ],
    measurements.flatMap(({ cell, go, ours }) =>
      cniCommands.map((command) => [
        command === "ADD" ? cell.name : "",
        command,
        inShort(median(go.times[command])),
        inShort(median(ours.times[command])),
        ...atMost(ratioOfMedians(ours.times[command], go.times[command]), cell.limits?.[command]),
      ]),
    ),
  )

const growth = (measurements: readonly Measurement[]): string =>
  table(
    [left("network holds"), left(""), right("ms"), right("ms at 0"), right("ratio")].concat(
      judgement,
    ),
    measurements.flatMap(({ cell, ours, oursAtZero }) =>
      cniCommands.flatMap((command) =>
        oursAtZero === undefined
          ? []
          : [
              [
                command === "ADD" ? cell.name : "",
                command,
                inShort(median(ours.times[command])),
                inShort(median(oursAtZero.times[command])),
                ...atMost(
                  ratioOfMedians(ours.times[command], oursAtZero.times[command]),
                  cell.growthLimit,
                ),
              ],
            ],
      ),
    ),
  )

const inMegabytes = (kilobytes: number): number => (kilobytes * 1024) / 1e6

const firstCommand = (measurements: readonly Measurement[]): string =>
  table(
    [left("network holds"), right("Go ms"), right("ours ms"), right("ours/Go")],
    measurements.map(({ cell, go, ours }) => [
      cell.name,
      inShort(go.first.elapsedMs),
      inShort(ours.first.elapsedMs),
      inShort(ours.first.elapsedMs / go.first.elapsedMs),
    ]),
  )

const memory = (measurements: readonly Measurement[]): string =>
  table(
    [left("network holds"), left(""), right("Go MB"), right("ours MB"), ...judgement],
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
    [left("measured beside"), right("/bin/true ms"), right("empty program ms")],
    measurements.map(({ cell, floor: { true: nothing, empty } }) => [
      cell.name,
      inShort(median(nothing)),
      inShort(median(empty)),
    ]),
  )

export const processSections = (measurements: readonly Measurement[]): readonly Section[] => {
  const grown = measurements.filter(({ oursAtZero }) => oursAtZero !== undefined)
  return [
    { title: "Commands, from exec to exit", of: measurements, show: speed },
    { title: "Our commands beside those in an empty network", of: grown, show: growth },
    { title: "First ADD, in which ours makes its index", of: measurements, show: firstCommand },
    { title: "Peak memory", of: measurements, show: memory },
    { title: "The floor", of: measurements, show: floor },
  ].flatMap(({ title, of, show }) => (of.length === 0 ? [] : [{ title, text: show(of) }]))
}
