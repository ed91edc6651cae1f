/** Whether somebody types what is to be read: bound when it is asked, which few commands do. */
import { bindLibc } from "./bind-libc.js"

export const isTerminal = (fd: number): boolean =>
  bindLibc({ isatty: { args: ["i32"], returns: "i32" } }).isatty(fd) === 1
