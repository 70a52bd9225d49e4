import { flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { claimCall } from '../begin-cursor.ts';
import { FRAME, type Frame } from '../frames.ts';
import type { FunctionIdentity, LoadMessage, UnloadableBy } from '../protocol.ts';
import { thrownError } from '../thrown-error.ts';
import { callInItsStyle, type Exported } from './call-style.ts';
import { Channel } from './channel.ts';
import { contextOf } from './context.ts';
import { eventOf } from './event.ts';
import { answerOf } from './http-call.ts';
import { noteLoadedFiles } from './loaded-files.ts';
import { redirectProcess } from './process-doors.ts';
import { returned, threw } from './result.ts';
import { calls, RunningCall, reportLoadedFiles } from './running-call.ts';

// Entry of the process that runs one JavaScript or TypeScript function, many calls at a time.

interface Loaded {
  readonly handler: Exported;
  readonly identity: FunctionIdentity;
  readonly resultBytes: number;
}

const channel = new Channel(Number(process.argv[2]), receive);
const { parse } = JSON;
let loaded: Loaded | undefined;
/** Calls that came while the function was being loaded. */
let early: Frame[] = [];

function receive(frame: Frame): void {
  switch (frame.type) {
    case FRAME.load:
      void load(parse(frame.text()));
      break;
    case FRAME.invoke:
    case FRAME.request:
      if (loaded === undefined) early.push(frame);
      else if (claimCall(frame.call)) void begin(frame, loaded);
      else channel.send(FRAME.notBegun, frame.call);
      break;
    case FRAME.ping:
      channel.send(FRAME.pong, 0);
      break;
  }
}

async function load({ file, ...message }: LoadMessage): Promise<void> {
  redirectProcess(channel);
  noteLoadedFiles();
  let stage: UnloadableBy = 'code';
  try {
    const module = await import(pathToFileURL(file).href);
    const { handler, initializer } = { ...module.default, ...module };
    stage = 'handler';
    if (typeof handler !== 'function') throw missing(file);
    stage = 'initializer';
    if (typeof initializer === 'function') await callInItsStyle(initializer, contextOf(message.identity));
    reportLoadedFiles(channel);
    loaded = { ...message, handler };
    channel.send(FRAME.loaded, 0);
    // Node.js writes the cache when a process exits, but this one is killed.
    setImmediate(flushCompileCache);
    early.forEach(receive);
    early = [];
  } catch (error) {
    reportLoadedFiles(channel);
    channel.send(FRAME.unloadable, 0, JSON.stringify({ error: thrownError(error), by: stage }));
  }
}

function missing(file: string): Error {
  const error = new Error(`${file} does not export a function named handler`);
  return Object.assign(error, { name: 'HandlerNotFound', stack: '' });
}

async function begin(frame: Frame, { handler, identity, resultBytes }: Loaded): Promise<void> {
  const call = new RunningCall(frame.call, channel);
  const [context, event] = frame.twoTexts();
  try {
    const about = contextOf(identity, parse(context));
    const result = await calls.run(call, () =>
      frame.type === FRAME.request
        ? answerOf(handler, parse(event), about)
        : callInItsStyle(handler, eventOf(event), about),
    );
    call.end(returned(result, resultBytes));
  } catch (error) {
    call.end(threw(error));
  }
}
