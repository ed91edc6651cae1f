/**
 * Makes functions of the C library callable.
 *
 * By what `bun:ffi` itself is made of: loading that module, which adds callbacks and a compiler,
 * would take 2 % of a command's time.
 */
import type { FFIFunction, Library, read as readAt } from "bun:ffi"
import { endWithoutLibc } from "./without-libc.js"

declare module "bun" {
  export const FFI: {
    readonly dlopen: <Functions extends Record<string, FFIFunction>>(
      name: string,
      functions: Functions,
    ) => Library<Functions> | Error
    readonly read: typeof readAt
  }
}

/** Reads what a pointer points at. */
export const { read } = Bun.FFI

/**
 * @throws if the library lacks one of them.
 *
 * @example
 * const { close } = bindLibc({ close: { args: ["i32"], returns: "i32" } })
 */
export const bindLibc = <Functions extends Record<string, FFIFunction>>(
  functions: Functions,
): Library<Functions>["symbols"] => {
  let library: Library<Functions> | Error
  try {
    library = Bun.FFI.dlopen("libc.so.6", functions)
  } catch (thrown) {
    // This happens while modules are loaded: the engine would print all of the program.
    return endWithoutLibc(thrown)
  }
  if (library instanceof Error) throw library
  return library.symbols
}
