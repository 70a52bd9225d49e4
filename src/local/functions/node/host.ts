import { pathToFileURL } from 'node:url';
import { claimCall } from '../begin-cursor.ts';
import { FRAME, type Frame } from '../frames.ts';
import type { FunctionIdentity, LoadMessage } from '../protocol.ts';
import { thrownError } from '../thrown-error.ts';
import { Channel } from './channel.ts';
import { noteLoadedFiles } from './loaded-files.ts';
import { redirectProcess } from './process-doors.ts';
import { returned, threw } from './result.ts';
import { calls, RunningCall, reportLoadedFiles } from './running-call.ts';

// Entry of the process that runs one JavaScript or TypeScript function, many calls at a time.

type Handler = (event: unknown, context: unknown) => unknown;

interface Loaded {
  readonly handler: Handler;
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
  try {
    const module = await import(pathToFileURL(file).href);
    const handler: unknown = module.handler ?? module.default?.handler;
    reportLoadedFiles(channel);
    if (typeof handler !== 'function') return unloadable(missing(file), true);
    loaded = { ...message, handler: handler as Handler };
    channel.send(FRAME.loaded, 0);
    early.forEach(receive);
    early = [];
  } catch (error) {
    reportLoadedFiles(channel);
    unloadable(thrownError(error), false);
  }
}

function missing(file: string) {
  const errorMessage = `${file} does not export a function named handler`;
  return { errorMessage, errorType: 'HandlerNotFound', stackTrace: [] };
}

function unloadable(error: ReturnType<typeof thrownError>, isHandlerMissing: boolean): void {
  channel.send(FRAME.unloadable, 0, JSON.stringify({ error, isHandlerMissing }));
}

async function begin(frame: Frame, { handler, identity, resultBytes }: Loaded): Promise<void> {
  const call = new RunningCall(frame.call, channel);
  const [context, event] = frame.twoTexts();
  try {
    const about = { ...parse(context), ...identity };
    const result = await calls.run(call, () => handler(parse(event), about));
    call.end(returned(result, resultBytes));
  } catch (error) {
    call.end(threw(error));
  }
}
