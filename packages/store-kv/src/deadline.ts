/** When a call has to be over: milliseconds on the clock of `performance.now()`. */
export type Deadline = number

export const deadlineIn = (milliseconds: number): Deadline => performance.now() + milliseconds

/** Milliseconds; never negative. */
export const timeLeft = (until: Deadline): number => Math.max(0, until - performance.now())
