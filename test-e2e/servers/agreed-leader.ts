/**
 * Which server of a cluster leads, judged by what its servers say. While they elect one they do not
 * agree: who was paused takes itself for the leader until it hears of the next, and the others name
 * one that is dead until they miss it.
 */

/** Milliseconds; many times what an election takes, for the machine may be busy with tests. */
export const electedWithin = 60_000
/** For each question that a server is asked meanwhile. */
export const answerWithin = 2000

const isMost = (said: number, all: number) => said * 2 > all

/** What a server says of itself; undefined when it says nothing. */
export interface Claim<Server> {
  readonly server: Server
  readonly says: "I lead" | "I follow" | "I know no leader" | undefined
}

export const leaderByClaims = <Server>(claims: readonly Claim<Server>[]): Server | undefined => {
  const answers = claims.filter(({ says }) => says !== undefined)
  const leaders = answers.filter(({ says }) => says === "I lead")
  const isLost = answers.some(({ says }) => says === "I know no leader")
  if (isLost || leaders.length !== 1 || !isMost(answers.length, claims.length)) return undefined
  return leaders[0]?.server
}

/** Whom a server names; undefined when it says nothing. */
export interface Vote<Server> {
  readonly server: Server
  readonly ownName: string
  readonly names: string | undefined
}

export const leaderByVotes = <Server>(votes: readonly Vote<Server>[]): Server | undefined => {
  const answers = votes.filter(({ names }) => names !== undefined)
  const isUnanimous = new Set(answers.map(({ names }) => names)).size === 1
  if (!isUnanimous || !isMost(answers.length, votes.length)) return undefined
  return answers.find(({ ownName, names }) => names === ownName)?.server
}
