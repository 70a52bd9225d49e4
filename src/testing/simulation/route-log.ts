import type { Instant } from '../../interpreter/event.ts';
import type { Route } from '../../ports/flow-versions.ts';

/** Where an alias has led, and since when. */
export class RouteLog {
  readonly #changes: { readonly at: Instant; readonly routes: readonly Route[] }[] = [];

  note(at: Instant, routes: readonly Route[]): void {
    this.#changes.push({ at, routes });
  }

  /** All routes that counted at some instant from then on. */
  since(at: Instant): readonly (readonly Route[])[] {
    const first = this.#changes.findLastIndex((change) => change.at < at);
    return this.#changes.slice(Math.max(first, 0)).map(({ routes }) => routes);
  }
}
