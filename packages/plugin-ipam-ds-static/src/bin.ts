#!/usr/bin/env node
/** The plugin as a program for Node; the compiled executable starts ten times as fast. */
import { createRequire } from "node:module"
import { processIo, runPlugin } from "@cni-ipam/cni"
import { ipamDsStatic } from "./index.js"

const { version }: { version: string } = createRequire(import.meta.url)("../package.json")

process.exitCode = await runPlugin(ipamDsStatic(version), processIo())
