#!/usr/bin/env node
/** The driver as a program for Node. */
import { nodeMachine } from "./node-machine.js"
import { serveDriver } from "./serve-driver.js"

process.exit(await serveDriver(nodeMachine()))
