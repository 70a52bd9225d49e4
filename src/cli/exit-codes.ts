/** The exit codes of `fdl`; documented in docs/reference/cli.md and `fdl --help`. */
export const EXIT = {
  ok: 0,
  /** A definition has errors, a case of `fdl test` failed, an awaited execution failed, or `fdl dev`, `backup` or `restore` could not do its work. */
  failed: 1,
  usage: 2,
  /** The API returned an error. */
  api: 3,
  /** The API could not be reached or did not respond in time. */
  connection: 4,
  /** An awaited execution timed out. */
  timedOut: 5,
  /** An awaited execution was stopped. */
  stopped: 6,
  /** A fault of `fdl` itself. */
  internal: 70,
  /** The output could not be written. */
  output: 74,
  /** Interrupted by Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;

/** An exit status of `fdl`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The table of exit codes as `fdl --help` prints it. */
export const EXIT_CODE_HELP = `Exit codes:
  0    done
  1    a definition has errors, a case of fdl test failed, an awaited execution failed, or fdl dev, backup or restore could not do its work
  2    wrong usage: an option, an argument or a file that cannot be read
  3    the API answered with an error
  4    the API cannot be reached or did not answer in time
  5    an awaited execution timed out
  6    an awaited execution was stopped
  70   a fault of fdl itself
  74   the output could not be written
  130  interrupted`;
