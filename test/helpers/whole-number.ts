import { InvalidArgumentError } from 'commander';

/** Reads the value of an option that takes a whole number, `from` at least; commander says what is wrong with others. */
export function wholeNumber(from: number): (given: string) => number {
  return (given) => {
    if (/^\d{1,15}$/.test(given) && Number(given) >= from) return Number(given);
    throw new InvalidArgumentError(`It takes a whole number, ${from} or more.`);
  };
}
