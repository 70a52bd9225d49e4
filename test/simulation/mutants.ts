import type { Mutant } from '../helpers/simulation-mutants.ts';

const DRIVE = 'src/engine/drive.ts';
const LOG = 'src/engine/execution-log.ts';

/** Deliberate mistakes in the engine, each of which the simulation must notice. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'goes on although the append lost its race',
    file: LOG,
    original: 'if (!(await this.services.executions.append(this.header.id, record))) return false;',
    mistake: 'await this.services.executions.append(this.header.id, record);',
    seed: 2,
  },
  {
    name: 'performs before it commits',
    file: DRIVE,
    original: 'const isCommitted = events.length',
    mistake:
      'this.perform(effects.filter((effect) => isWanted(effect, state)));\n    const isCommitted = events.length',
    seed: 1,
  },
  {
    name: 'leaves ids of events out',
    file: LOG,
    original: 'firstEventId: this.state.lastEventId + 1,',
    mistake: 'firstEventId: this.state.lastEventId + 2,',
    seed: 1,
  },
  {
    name: 'hands over without naming its own message',
    file: 'src/engine/handler.ts',
    original: '[...adopted, message.id]',
    mistake: '[...adopted]',
    seed: 56,
  },
  {
    name: 'does not take up what a message owns when it comes again',
    file: DRIVE,
    original: 'for (this.takeUp(); this.isBusy(); this.takeUp()) await this.workOff();',
    mistake: 'await this.workOff();',
    seed: 1,
  },
  {
    name: 'forgets at the end what a second delivery committed',
    file: DRIVE,
    original: 'for (this.takeUp(); this.isBusy(); this.takeUp()) await this.workOff();',
    mistake: 'this.takeUp();\n    await this.workOff();',
    seed: 770,
  },
  {
    name: 'looks for its commits in the newest records only',
    file: LOG,
    original: ' || this.pendingEffects((owner) => owner === message).length > 0',
    mistake: '',
    seed: 178,
  },
  {
    name: 'takes a timer armed for another time for one that it has armed',
    file: DRIVE,
    original: 'effect.fireAt}`;',
    mistake: '0}`;',
    seed: 21,
  },
  {
    name: 'forgets its commands after a lost race',
    file: DRIVE,
    original: 'this.inbox.unshift(...taken);',
    mistake: '',
    seed: 1,
  },
  {
    name: 'believes a stale state when a command is of no use there',
    file: DRIVE,
    original: 'events.length === 0 ? this.isFresh :',
    mistake: 'events.length === 0 ? true :',
    seed: 32,
  },
  {
    name: 'deletes the message although a call has failed',
    file: DRIVE,
    original: 'if (this.fault !== undefined) throw this.fault.error;',
    mistake: '',
    seed: 18,
  },
  {
    name: 'starts without sending a message',
    file: 'src/engine/start-execution.ts',
    original: "const owner = await services.queue.send({ kind: 'dispatch', execution: id });",
    mistake: 'const owner = services.ids.uuid();',
    seed: 1,
  },
  {
    name: 'starts first and sends afterwards',
    file: 'src/engine/start-execution.ts',
    original: 'if (await services.executions.create(header))',
    mistake:
      "const isNew = await services.executions.create({ ...header, owner: 'later' });\n  await services.queue.send({ kind: 'dispatch', execution: id, adopts: ['later'] });\n  if (isNew)",
    seed: 10,
  },
  {
    name: 'accepts a report before it is committed',
    file: 'src/engine/submit-command.ts',
    original: 'if (await log.commit(state, events, at)) return',
    mistake: 'log.commit(state, events, at).catch(() => {});\n      return',
    seed: 1,
  },
  {
    name: 'drops a message whose commit has not landed yet',
    file: 'src/engine/handler.ts',
    original: 'if (age > ORPHAN_AGE_MILLISECONDS) return DONE;',
    mistake: 'if (age > 100) return DONE;',
    seed: 17,
  },
  {
    name: 'takes a report of any attempt',
    file: 'src/interpreter/evolve-task.ts',
    original: 'return phase.attempt === attempt ? phase : undefined;',
    mistake: 'return phase;',
    seed: 40,
  },
  {
    name: 'fires timers that are not due',
    file: 'src/interpreter/apply-command.ts',
    original: 'if (at.now < phase.fireAt)',
    mistake: 'if (at.now < phase.fireAt - 60_000)',
    seed: 1,
  },
  {
    name: 'does not arm the watchdog again',
    file: 'src/interpreter/apply-command.ts',
    original: 'if (deadline !== undefined) advance.perform(watchdogEffect(deadline));',
    mistake: '',
    seed: 9,
  },
  {
    name: 'writes the end before it has reported to the parent',
    file: 'src/engine/perform/finish-execution.ts',
    original: 'if (header.parentToken !== undefined)',
    mistake: 'await services.executions.close(header.id, end);\n  if (header.parentToken !== undefined)',
    seed: 190,
  },
  {
    name: 'names children without their step',
    file: 'src/engine/perform/child.ts',
    original: 'derivedName(parentName, task);',
    mistake: 'derivedName(parentName, { ...task, entry: 0 });',
    seed: 9,
  },
  {
    name: 'gives a child that is started again no way to report',
    file: 'src/engine/start-execution.ts',
    original: 'const isOwnRepeat = startedBy !== undefined && header.startedBy === startedBy;',
    mistake: 'const isOwnRepeat = false;',
    seed: 493,
  },
  {
    name: 'leaves the watchdog out of snapshots',
    file: 'src/interpreter/snapshot.ts',
    original: 'const { flow: _flow, facts: _facts, end: _end, frames, ...rest } = state;',
    mistake: 'const { flow: _flow, facts: _facts, end: _end, watchdog: _dog, frames, ...rest } = state;',
    seed: 1,
  },
];
