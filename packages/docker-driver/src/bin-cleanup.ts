#!/usr/bin/env node
/** The cleanup as a program for Node. */
import { systemPing } from "./cleanup/ping.js"
import { runCleanup } from "./cleanup/run-cleanup.js"
import { nodeMachine } from "./node-machine.js"

process.exit(await runCleanup({ ...nodeMachine(), ping: systemPing }))
