/**
 * Waits for a lock in the queue of the system, standing still, for a command that does nothing else
 * meanwhile.
 *
 * Who asks again and again comes after all in the queue, which hundreds of Go plugins may be, and
 * keeps the machine from them by asking. A call that waits is ended by a signal only: an alarm,
 * whose handler need do nothing, and so is a function of the C library that does nothing.
 */
import type { ErrorCode, FlockWithin } from "@cni-ipam/store-disk"
import type { Either } from "fp-ts/lib/Either.js"
import { isLeft, left, right } from "fp-ts/lib/Either.js"
import { bindLibc } from "./bind-libc.js"
import { done, libc } from "./libc.js"

const alarmSignal = 14
const unblock = 1
const realTime = 0
const lockExclusively = 2

/** An alarm that comes just before the call waits is lost; the next one comes so much later. */
const lostAlarmUs = 10_000n

/** `struct sigaction`, which is smaller: the handler, and neither flags nor a mask. */
const sigactionWords = 32
/** `sigset_t`. */
const signalSetWords = 16

const bind = () =>
  bindLibc({
    abs: { args: ["i32"], returns: "i32" },
    sigprocmask: { args: ["i32", "ptr", "ptr"], returns: "i32" },
    sigaction: { args: ["i32", "ptr", "ptr"], returns: "i32" },
    setitimer: { args: ["i32", "ptr", "ptr"], returns: "i32" },
  })

let bound: ReturnType<typeof bind> | undefined

const calls = () => {
  bound ??= bind()
  return bound
}

const addressOf = (callable: object): bigint => {
  if ("ptr" in callable && typeof callable.ptr === "number") return BigInt(callable.ptr)
  throw new Error("a function of the C library has no address")
}

/** A signal that whoever started this process had blocked, or ignored, would not come. */
const letAlarmsIn = (): Either<ErrorCode, void> => {
  const { abs, sigprocmask, sigaction } = calls()
  const signals = new BigUint64Array(signalSetWords)
  signals[0] = 1n << BigInt(alarmSignal - 1)
  const heard = done(sigprocmask(unblock, signals, null))
  if (isLeft(heard)) return heard
  const action = new BigInt64Array(sigactionWords)
  action[0] = addressOf(abs)
  return done(sigaction(alarmSignal, action, null))
}

/** Two `struct timeval`: the time from one alarm to the next, and the time to the first. */
const setAlarm = (firstInMs: number): Either<ErrorCode, void> => {
  const seconds = BigInt(Math.floor(firstInMs / 1000))
  const microseconds = BigInt(Math.ceil((firstInMs % 1000) * 1000))
  const times = new BigInt64Array([0n, lostAlarmUs, seconds, microseconds])
  return done(calls().setitimer(realTime, times, null))
}

const stopAlarms = (): void => {
  calls().setitimer(realTime, new BigInt64Array(4), null)
}

/** @returns whether the lock was had in time. */
export const flockWithin: FlockWithin = (fd, timeoutMs) => {
  const deadline = performance.now() + timeoutMs
  const listening = letAlarmsIn()
  if (isLeft(listening)) return listening
  const alarm = setAlarm(timeoutMs)
  if (isLeft(alarm)) return alarm
  try {
    for (;;) {
      const locked = done(libc.flock(fd, lockExclusively))
      if (!isLeft(locked)) return right(true)
      if (locked.left !== "EINTR") return left(locked.left)
      if (performance.now() >= deadline) return right(false)
    }
  } finally {
    stopAlarms()
  }
}
