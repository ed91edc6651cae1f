/**
 * What all users of a network have agreed on: the ranges that its addresses come from.
 *
 * A store that many machines share keeps it beside the leases, so that a configuration file that
 * is out of date somewhere does not hand out addresses of yesterday's ranges.
 */
import type { RangeSpec } from "./range.js"

/** For each range set its ranges, as they would stand in a configuration. */
export type NetworkDefinition = readonly (readonly RangeSpec[])[]
