/** Programs that do nothing but write down what they are told, and answer as a table says. */
import { memoryIo, runPlugin } from "@cni-ipam/cni"
import { ipamDelegated } from "../index.js"
import type { ProgramEnd, ProgramRun, Programs } from "../programs.js"

export const printed = (output: string, status = 0): ProgramEnd => ({
  _tag: "Exited",
  status,
  output,
})

/** By the program's name; `ADD one` before `one`. The others print nothing. */
export type Answers = Readonly<Record<string, ProgramEnd>>

export const delegation = (answers: Answers) => {
  const runs: ProgramRun[] = []
  const order: string[] = []
  const programs: Programs = {
    isProgram: (path) => !path.endsWith("/missing") && path.startsWith("/cni/"),
    run: (run) => async () => {
      const name = run.path.slice("/cni/".length)
      const step = `${run.env["CNI_COMMAND"]} ${name}`
      runs.push(run)
      order.push(step)
      return answers[step] ?? answers[name] ?? printed("")
    },
  }
  const call = async (command: string, delegates: unknown, fields: object = {}) => {
    const io = memoryIo({
      env: {
        CNI_COMMAND: command,
        CNI_CONTAINERID: "c1",
        CNI_NETNS: "/run/netns/c1",
        CNI_IFNAME: "eth0",
        CNI_PATH: ":/empty:/cni",
      },
      input: JSON.stringify({ cniVersion: "1.1.0", name: "lan", ipam: { delegates }, ...fields }),
    })
    const exit = await runPlugin(ipamDelegated("1.2.3", programs), io)
    const output = io.output()
    const answer: unknown = output === "" ? undefined : JSON.parse(output)
    return { exit, answer }
  }
  const told = (): readonly unknown[] =>
    runs.map(({ input }) => {
      const config: unknown = JSON.parse(input)
      return typeof config === "object" && config !== null && "prevResult" in config
        ? config.prevResult
        : undefined
    })
  return { call, runs, order, told }
}
