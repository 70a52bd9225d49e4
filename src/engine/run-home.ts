import type { Limits } from '../limits.ts';
import type { Home, Ports } from '../ports/home.ts';
import { handleMessage } from './messages/handle-message.ts';
import { recover } from './recover.ts';
import type { EngineServices } from './services.ts';

/** The services of a home for the engine and the operations of the API, under the limits of a profile. */
export function servicesOf(
  { ports, physical }: Pick<Home, 'ports' | 'physical'>,
  limits: Limits,
): EngineServices & Pick<Ports, 'schedules'> {
  return { ...ports, physical, limits };
}

/** Lets the executions of a home go on, also those that an earlier process has left. */
export async function runHome(home: Home, services: EngineServices): Promise<void> {
  await home.start((message, context) => handleMessage(message, services, context));
  await recover(services.queue, home.abandoned());
}
