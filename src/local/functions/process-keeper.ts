import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Reads `+ <group>` and `- <group>`, and kills the groups that are left when its input ends: the server has ended, in
 * whatever way. It ignores signals for the server.
 */
const SCRIPT = `trap '' INT TERM HUP
groups=' '
while read -r sign group; do
  case $sign in
    +) groups="$groups$group " ;;
    -) case $groups in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;; esac ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done`;

/**
 * Sees to it that no process group of a function outlives the server, even when the server is killed.
 *
 * A function that loops, sleeps or ignores its channel cannot notice by itself. So a small shell beside the server
 * holds a pipe that ends with it.
 */
export class ProcessKeeper {
  readonly #groups = new Set<number>();
  #shell: ChildProcess | undefined;
  #isClosed = false;

  /** From now on the group ends with the server. */
  add(group: number): void {
    this.#groups.add(group);
    if (this.#shell === undefined) this.#start();
    else this.#tell(`+ ${group}\n`);
  }

  /** The group has ended. */
  remove(group: number): void {
    if (this.#groups.delete(group)) this.#tell(`- ${group}\n`);
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
      const shell = spawn('sh', ['-c', SCRIPT], {
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
