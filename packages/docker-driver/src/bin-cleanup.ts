#!/usr/bin/env node
/** The cleanup as a program for Node. */
import { writeSync } from "node:fs"
import { systemPing } from "./cleanup/ping.js"
import { runCleanup } from "./cleanup/run-cleanup.js"
import { nodeMachine } from "./node-machine.js"

const standardOutput = 1

process.exit(
  await runCleanup({
    ...nodeMachine(),
    words: process.argv.slice(2),
    ping: systemPing,
    print: (line) => writeSync(standardOutput, line),
  }),
)
