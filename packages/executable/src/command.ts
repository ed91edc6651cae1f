/** The command `cni-ipam`: what the program does when it is called by no plugin's name. */
import { install } from "./install.js"
import { machine } from "./machine.js"
import { pluginNames } from "./names.js"
import { version } from "./version.js"

const defaultFolder = "/opt/cni/bin"

const usage = `Usage: cni-ipam install [DIR]   install the plugins in DIR (default ${defaultFolder})
       cni-ipam version         print the version
       cni-ipam help            print this

Plugins: ${pluginNames.join(", ")}
`

const misused = 2

const fail = (sentence: string): number => {
  machine.printError(`cni-ipam: ${sentence}\n`)
  return 1
}

const installIn = (folder: string): number => {
  try {
    const installed = install(process.execPath, folder)
    machine.print(installed.map((path) => `installed ${path}\n`).join(""))
    return 0
  } catch (error) {
    return fail(`cannot install in ${folder}: ${error instanceof Error ? error.message : error}`)
  }
}

/** Who asks for help with a word that is none of ours would get a folder of that name. */
const isOption = (word: string): boolean => word.startsWith("-")

/** @returns the exit code: 0, 1 if it failed, 2 if it was called in a way it does not know. */
export const runCommand = (words: readonly string[]): number => {
  const [word, folder = defaultFolder, ...rest] = words
  if (word === "install" && rest.length === 0 && !isOption(folder)) return installIn(folder)
  if (words.length === 1 && word !== undefined) {
    if (["version", "--version", "-v"].includes(word)) {
      machine.print(`cni-ipam ${version}\n`)
      return 0
    }
    if (["help", "--help", "-h"].includes(word)) {
      machine.print(usage)
      return 0
    }
  }
  machine.printError(usage)
  return misused
}
