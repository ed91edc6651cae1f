/** Writes to a socket later, and never in another order. */
import type { Socket } from "node:net"

export interface DelayedWriter {
  readonly write: (bytes: Buffer, delay: number) => void
  /** Ends the socket after all that was written. */
  readonly end: () => void
}

export const delayedWriter = (socket: Socket): DelayedWriter => {
  const waiting: { readonly due: number; readonly act: () => void }[] = []
  let timer: NodeJS.Timeout | undefined

  const work = () => {
    timer = undefined
    for (;;) {
      const [next] = waiting
      if (next === undefined) return
      const left = next.due - performance.now()
      if (left > 0) {
        timer = setTimeout(work, Math.ceil(left))
        return
      }
      waiting.shift()
      next.act()
    }
  }

  const later = (act: () => void, delay: number) => {
    waiting.push({ due: performance.now() + delay, act })
    if (timer === undefined) work()
  }

  socket.once("close", () => clearTimeout(timer))
  return {
    write: (bytes, delay) => later(() => socket.write(bytes), delay),
    end: () => later(() => socket.end(), 0),
  }
}
