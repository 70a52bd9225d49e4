import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';

/** The variable that marks a process of a function, and everything that it starts. */
export const MARK = 'FDL_FUNCTION_PROCESS';

/**
 * Reads `+ <group>` and `- <group> <mark>`, and kills the groups that are left when its input ends: the server has ended, in
 * whatever way. It ignores signals for the server.
 *
 * A process that began a session of its own is in no group that is known here. On Linux it still has the mark in its environment, so
 * those with the mark of a process that has ended are killed, and in the end all with the mark of this server.
 */
const SCRIPT = `trap '' INT TERM HUP
sweep() {
  for round in 1 2 3 4 5; do
    found=$(grep -lsF "${MARK}=$1" /proc/[0-9]*/environ)
    [ -n "$found" ] || return
    for file in $found; do pid=\${file#/proc/}; kill -s KILL "\${pid%/environ}"; done
  done 2>/dev/null
}
groups=' '
while read -r sign group mark; do
  case $sign in
    +) groups="$groups$group " ;;
    -) case $groups in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;; esac
      sweep "$mark" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
sweep "$1"`;
const MARK_BYTES = 8;

/**
 * Sees to it that no process of a function outlives the server, even when the server is killed, and that none outlives the process
 * that started it.
 *
 * A function that loops, sleeps or ignores its channel cannot notice by itself. So a small shell beside the server
 * holds a pipe that ends with it.
 */
export class ProcessKeeper {
  readonly #mark = randomBytes(MARK_BYTES).toString('hex');
  readonly #groups = new Set<number>();
  #shell: ChildProcess | undefined;
  #isClosed = false;

  /** A mark for a process that is to be started, for its variable {@link MARK}; no other process has it. */
  newMark(): string {
    return `${this.#mark}-${randomBytes(MARK_BYTES).toString('hex')}`;
  }

  /** From now on the group ends with the server. */
  add(group: number): void {
    this.#groups.add(group);
    if (this.#shell === undefined) this.#start();
    else this.#tell(`+ ${group}\n`);
  }

  /** The group has ended; what it started and has its mark ends too. */
  remove(group: number, mark: string): void {
    if (this.#groups.delete(group)) this.#tell(`- ${group} ${mark}\n`);
  }

  /** Ends the keeping, and every group that is left. */
  close(): void {
    this.#isClosed = true;
    this.#shell?.stdin?.end();
  }

  /** Best effort: where there is no shell, a process still ends when it notices that its channel has ended. */
  #start(): void {
    if (this.#isClosed) return;
    try {
      const shell = spawn('sh', ['-c', SCRIPT, 'sh', this.#mark], {
        detached: true,
        stdio: ['pipe', 'ignore', 'ignore'],
        env: { PATH: process.env['PATH'] },
      });
      this.#shell = shell;
      shell.stdin.on('error', () => {});
      shell.on('error', () => this.#lost(shell));
      shell.on('exit', () => this.#lost(shell));
      shell.unref();
    } catch {
      return;
    }
    for (const group of this.#groups) this.#tell(`+ ${group}\n`);
  }

  #lost(shell: ChildProcess): void {
    if (this.#shell === shell) this.#shell = undefined;
    // It is started anew with the next group, and gets all of them.
  }

  #tell(line: string): void {
    this.#shell?.stdin?.write(line);
  }
}
