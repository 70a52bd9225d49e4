import { getCompileCacheDir } from 'node:module';
import { fileURLToPath } from 'node:url';
import { programBeside } from '../../common/program-beside.ts';
import { functionEnvironment } from './function-environment.ts';
import { credentialVariables } from './function-identity.ts';
import { type FunctionOptions, MEMORY_MB } from './function-options.ts';
import { type Command, FunctionProcess } from './function-process.ts';
import { ProcessKeeper } from './process-keeper.ts';

const NODE_HOST = fileURLToPath(programBeside(import.meta.url, 'node/host'));
const PYTHON_HOST = fileURLToPath(new URL('./python/host.py', import.meta.url));

/** Starts the processes of functions, and ends them all. */
export class FunctionProcesses {
  readonly #keeper = new ProcessKeeper();
  readonly #alive = new Set<FunctionProcess>();
  /** A process for the next function that is called for the first time, so that its start is not waited for. */
  #spare: FunctionProcess | undefined;
  #keepsSpare = false;
  #python = 'python3';

  /** From now on a process is ready before it is needed. */
  keepSpare(options: FunctionOptions): void {
    this.#keepsSpare = true;
    this.#spare ??= this.#start(nodeCommand(options));
  }

  node(options: FunctionOptions): FunctionProcess {
    const spare = this.#spare;
    this.#spare = this.#keepsSpare ? this.#start(nodeCommand(options)) : undefined;
    return spare === undefined || spare.hasEnded ? this.#start(nodeCommand(options)) : spare;
  }

  python(options: FunctionOptions): FunctionProcess {
    return this.#start(pythonCommand(this.#python, options));
  }

  /** Sets the program behind the name `python3`, which may be a slow script, as reported by one of its processes. */
  usePython(program: string): void {
    this.#python = program;
  }

  /** Ends every process with those that it has started, and resolves when they are gone. */
  async close(): Promise<void> {
    this.#keepsSpare = false;
    const ended = [...this.#alive].map((process) => {
      process.kill();
      return process.ended;
    });
    await Promise.all(ended);
    this.#keeper.close();
  }

  #start(command: Command): FunctionProcess {
    const process = new FunctionProcess(command, this.#keeper);
    this.#alive.add(process);
    void process.ended.then(({ neverStarted }) => {
      this.#alive.delete(process);
      if (neverStarted === 'absent') this.#python = 'python3';
    });
    return process;
  }
}

function nodeCommand(options: FunctionOptions): Command {
  return {
    name: 'node',
    program: process.execPath,
    args: [`--max-old-space-size=${options.memoryMb ?? MEMORY_MB}`, NODE_HOST],
    // Without the cache every process strips the types of its own code anew.
    env: { NODE_COMPILE_CACHE: getCompileCacheDir(), ...environment(options) },
    hasCursor: true,
  };
}

function pythonCommand(program: string, options: FunctionOptions): Command {
  // No compiled files beside the sources of users.
  const args = ['-B', PYTHON_HOST, String(options.memoryMb ?? MEMORY_MB)];
  return { name: 'python3', program, args, env: environment(options), hasCursor: false };
}

function environment(options: FunctionOptions): Command['env'] {
  return {
    ...functionEnvironment(process.env, options.variables),
    ...credentialVariables(options),
    ...trustVariables(options),
  };
}

/** How the two languages' own clients learn to trust the server. */
function trustVariables({ trust }: FunctionOptions): Command['env'] {
  if (trust === undefined) return {};
  return { NODE_EXTRA_CA_CERTS: trust.authority, SSL_CERT_FILE: trust.all, REQUESTS_CA_BUNDLE: trust.all };
}
