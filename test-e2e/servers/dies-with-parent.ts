/**
 * Makes a program die with the process that starts it, even when that is killed: a test run that is
 * interrupted leaves no servers behind.
 */

// The kernel sends the signal, and also to a stopped program. The shell looks whether the parent
// died before the kernel had been asked to.
const script = '[ "$PPID" = "$0" ] && exec "$@"'

/** The command to start instead. The program keeps its process id and gets all signals itself. */
export const diesWithParent = (command: readonly string[]): readonly string[] => [
  ...["setpriv", "--pdeathsig", "KILL", "/bin/sh", "-c", script, String(process.pid)],
  ...command,
]
