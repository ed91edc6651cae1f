/** What was measured on servers, as tables. */
import { type KvMeasurement, type KvTimes, kvCommands } from "./kv-process.js"
import type { Section } from "./report.js"
import { median, ratioOfMedians } from "./statistics.js"
import { left, right, table } from "./table.js"
import { atMost, inShort, inWhole } from "./target.js"

const rowsOf = (label: string, ours: KvTimes, other: KvTimes, limit: number) =>
  kvCommands.map((command, index) => [
    index === 0 ? label : "",
    command,
    inShort(median(other[command])),
    inShort(median(ours[command])),
    ...atMost(ratioOfMedians(ours[command], other[command]), limit),
  ])

const comparison = (
  other: string,
  measurements: readonly KvMeasurement[],
  rows: (measurement: KvMeasurement) => readonly (readonly string[])[],
): string =>
  table(
    [
      left("on, and how many leases"),
      left(""),
      right(`${other}, ms`),
      right("on the server, ms"),
      right("ratio"),
      right("at most"),
      left(""),
    ],
    measurements.flatMap(rows),
  )

export const kvProcessSections = (measurements: readonly KvMeasurement[]): readonly Section[] => {
  const besideLocal = comparison("host-local", measurements, ({ cell, hostLocal, onServer }) => [
    ...rowsOf(`${cell.name}, 0`, onServer.empty, hostLocal.empty, cell.limit),
    ...rowsOf(`${cell.name}, ${inWhole(cell.leases)}`, onServer.full, hostLocal.full, cell.limit),
  ])
  const besideEmpty = comparison("at 0", measurements, ({ cell, onServer }) =>
    rowsOf(
      `${cell.name}, ${inWhole(cell.leases)}`,
      onServer.full,
      onServer.empty,
      cell.growthLimit,
    ),
  )
  return measurements.length === 0
    ? []
    : [
        { title: "Leases on a server, beside our `host-local`", text: besideLocal },
        { title: "Leases on a server, beside an empty network there", text: besideEmpty },
      ]
}
