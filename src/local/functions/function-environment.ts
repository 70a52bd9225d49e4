/** Variables that every function gets: paths of programs and files, the time zone, the locale. */
const GIVEN = /^(PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TZ|LANG|LANGUAGE|LC_[A-Z]+|FDL_FUNCTION_\w+)$/;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of a function's process: of the server's variables only those above and those let through by name, so
 * that none of its keys is among them.
 */
export function functionEnvironment(server: Environment, letThrough: readonly string[] = []): Environment {
  const named = new Set(letThrough);
  return Object.fromEntries(Object.entries(server).filter(([name]) => GIVEN.test(name) || named.has(name)));
}
