import { InvalidArgumentError } from 'commander';

/** Reads the value of an option that takes a whole number, `from` at least; commander says what is wrong with others. */
export function wholeNumber(from: number): (given: string) => number {
  return (given) => {
    const value = read(given, from);
    if (value === undefined) throw new InvalidArgumentError(`It takes a whole number, ${from} or more.`);
    return value;
  };
}

/** The value of a variable of the environment that takes a whole number, `from` at least; `otherwise` where it is not set. */
export function wholeVariable(name: string, from: number, otherwise: number): number {
  const given = process.env[name];
  const value = given === undefined ? otherwise : read(given, from);
  if (value === undefined) throw new Error(`${name} takes a whole number, ${from} or more, not '${given}'`);
  return value;
}

function read(given: string, from: number): number | undefined {
  return /^\d{1,15}$/.test(given) && Number(given) >= from ? Number(given) : undefined;
}
