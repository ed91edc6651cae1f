/**
 * An echo request of ICMP to an address, and the wait for its reply: what the program `ping` does,
 * which the image of the driver does not have.
 *
 * Not in libc.ts, whose calls every command looks up.
 */
import { dlopen, FFIType } from "bun:ffi"
import type { Address } from "@cni-ipam/core"
import type { Ping, PingResult } from "@cni-ipam/docker-driver"
import { counted } from "./libc.js"

const { i32, ptr, u32, u64 } = FFIType

const { symbols: libc } = dlopen("libc.so.6", {
  socket: { args: [i32, i32, i32], returns: i32 },
  setsockopt: { args: [i32, i32, i32, ptr, u32], returns: i32 },
  sendto: { args: [i32, ptr, u64, i32, ptr, u32], returns: i32 },
  recvfrom: { args: [i32, ptr, u64, i32, ptr, ptr], returns: i32 },
  close: { args: [i32], returns: i32 },
})

const raw = 3
const closeOnExec = 0o2000000
const socketLevel = 1
const receiveTimeout = 20

const waitMs = 1000

/**
 * Where no way leads to an address, nobody has it whom we could disturb; broadcasts (EACCES) are
 * nobody's own. Whatever else stands against asking says nothing of who is there.
 */
const noWay: ReadonlySet<string> = new Set([
  ...["ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EADDRNOTAVAIL", "EACCES"],
])

/** A machine without IPv6 reaches nobody by it. */
const noFamily = "EAFNOSUPPORT"

interface Protocol {
  readonly domain: number
  readonly number: number
  readonly request: number
  readonly reply: number
}

const protocols: Readonly<Record<Address["family"], Protocol>> = {
  4: { domain: 2, number: 1, request: 8, reply: 0 },
  6: { domain: 10, number: 58, request: 128, reply: 129 },
}

const bytesOf = ({ family, value }: Address): Uint8Array => {
  const size = family === 4 ? 4 : 16
  return Uint8Array.from({ length: size }, (_, index) =>
    Number((value >> BigInt(8 * (size - 1 - index))) & 0xffn),
  )
}

/** `struct sockaddr_in` or `sockaddr_in6`: the family as the machine writes it, the rest 0. */
const socketAddress = (address: Address): Uint8Array => {
  const structure = new Uint8Array(address.family === 4 ? 16 : 28)
  structure[0] = protocols[address.family].domain
  structure.set(bytesOf(address), address.family === 4 ? 4 : 8)
  return structure
}

/** RFC 1071. The kernel does it for IPv6, where it depends on addresses too. */
const checksum = (packet: Uint8Array): number => {
  let sum = 0
  for (let index = 0; index < packet.length; index += 2)
    sum += ((packet[index] ?? 0) << 8) | (packet[index + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

const headerLength = 8

/** Type, code, checksum, and eight bytes that are nobody else's. */
const requestOf = (type: number, mark: Uint8Array): Uint8Array => {
  const packet = new Uint8Array(headerLength + mark.length)
  packet[0] = type
  packet.set(mark, headerLength)
  new DataView(packet.buffer).setUint16(2, checksum(packet))
  return packet
}

/** What was received behind the header of IPv4; IPv6 has none there. */
const payloadOf = ({ family }: Address, packet: Uint8Array): Uint8Array =>
  family === 4 ? packet.subarray(((packet[0] ?? 0) & 15) * 4) : packet

const isReply = (type: number, mark: Uint8Array, payload: Uint8Array): boolean =>
  payload[0] === type && mark.every((byte, index) => payload[headerLength + index] === byte)

/** `struct timeval`. */
const timeOf = (milliseconds: number): BigInt64Array =>
  BigInt64Array.of(BigInt(Math.floor(milliseconds / 1000)), BigInt(milliseconds % 1000) * 1000n)

const ask = (fd: number, address: Address): PingResult => {
  const { request, reply } = protocols[address.family]
  const mark = crypto.getRandomValues(new Uint8Array(8))
  const packet = requestOf(request, mark)
  const to = socketAddress(address)
  const sent = counted(libc.sendto(fd, packet, packet.length, 0, to, to.length))
  if (sent._tag === "Left") return noWay.has(sent.left) ? "silent" : "cannot ask"
  const buffer = new Uint8Array(2048)
  const until = performance.now() + waitMs
  for (;;) {
    // Whatever else arrives must not prolong the wait.
    const left = Math.ceil(until - performance.now())
    if (left <= 0) return "silent"
    const time = timeOf(left)
    libc.setsockopt(fd, socketLevel, receiveTimeout, time, time.byteLength)
    const count = libc.recvfrom(fd, buffer, buffer.length, 0, null, null)
    if (count > 0 && isReply(reply, mark, payloadOf(address, buffer.subarray(0, count))))
      return "answers"
  }
}

/** Blocks this process for a second at most. Takes the right to open raw sockets. */
export const icmpPing: Ping = async (address) => {
  const { domain, number } = protocols[address.family]
  const fd = counted(libc.socket(domain, raw | closeOnExec, number))
  if (fd._tag === "Left") return fd.left === noFamily ? "silent" : "cannot ask"
  try {
    return ask(fd.right, address)
  } finally {
    libc.close(fd.right)
  }
}
