#!/usr/bin/env node
/** The plugin as a program for Node; the compiled executable starts ten times as fast. */
import { createRequire } from "node:module"
import { processIo, runPlugin } from "@cni-ipam/cni"
import { httpConsul } from "@cni-ipam/store-consul"
import { nodeHttp } from "@cni-ipam/store-kv"
import { ipamDaConsul } from "./index.js"

const { version }: { version: string } = createRequire(import.meta.url)("../package.json")

const io = processIo()
const connect = httpConsul(nodeHttp)

process.exitCode = await runPlugin(
  ipamDaConsul(version, { readFile: io.readFile, env: io.env, connect }),
  io,
)
