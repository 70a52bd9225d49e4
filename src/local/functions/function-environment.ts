/** Variables that every function gets: where programs, files and clocks are, and what language people speak. */
const GIVEN = /^(PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TZ|LANG|LANGUAGE|LC_[A-Z]+|FDL_FUNCTION_\w+)$/;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of a function's process: of the server's only what is stated or let through by name, so that none
 * of its keys is in it.
 */
export function functionEnvironment(server: Environment, letThrough: readonly string[] = []): Environment {
  const named = new Set(letThrough);
  return Object.fromEntries(Object.entries(server).filter(([name]) => GIVEN.test(name) || named.has(name)));
}
