import { setImmediate as nextTurn } from 'node:timers/promises';

/** The part of every client of the SDK by which a watcher sees its requests. */
interface Watchable {
  readonly middlewareStack: {
    add(
      middleware: (next: (args: never) => Promise<never>) => (args: never) => Promise<never>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
}

/** Turns of the event loop without a request after which nothing is under way. */
const QUIET_TURNS = 8;

/** The requests that watched clients have under way. */
export class Traffic {
  #underWay = 0;

  /** Counts the requests of a client; answers the client. */
  watch<Client extends object>(client: Client): Client {
    (client as unknown as Watchable).middlewareStack.add(
      (next) => async (args) => {
        this.#underWay += 1;
        try {
          return await next(args);
        } finally {
          this.#underWay -= 1;
        }
      },
      { step: 'initialize', name: 'watchTraffic' },
    );
    return client;
  }

  /** Resolves when all requests have been answered and those have led to no others. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      await nextTurn();
      if (this.#underWay > 0) quiet = 0;
    }
  }
}
