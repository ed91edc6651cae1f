/** A store in the files of host-local. See README.md. */
export type { DiskStoreOptions } from "./disk-store.js"
export { diskStore } from "./disk-store.js"
export { diskDriver } from "./driver.js"
export type { FileError, FileStatus, FileSystem, Unlock } from "./file-system.js"
export { fileSystemOf } from "./file-system-of.js"
export { nodeFileSystem } from "./node-file-system.js"
export { readAll } from "./read-all.js"
export type { Access, ErrorCode, FlockWithin, SystemCalls } from "./system-calls.js"
