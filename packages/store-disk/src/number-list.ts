/** A list of numbers of 32 bits that grows, and takes no more memory than they do. */
export interface NumberList {
  readonly push: (number: number) => void
  readonly all: () => Uint32Array
}

const shortest = 1024

export const numberList = (): NumberList => {
  let numbers = new Uint32Array(shortest)
  let length = 0
  return {
    push: (number) => {
      if (length === numbers.length) {
        const larger = new Uint32Array(length * 2)
        larger.set(numbers)
        numbers = larger
      }
      numbers[length++] = number
    },
    all: () => numbers.subarray(0, length),
  }
}
