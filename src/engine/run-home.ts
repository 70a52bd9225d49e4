import type { Limits } from '../limits.ts';
import type { Home, Ports } from '../ports/home.ts';
import { handleMessage } from './messages/handle-message.ts';
import { recover } from './recover.ts';
import type { EngineServices } from './services.ts';

/** What the engine and the operations of the API use in a home, under the limits of a profile. */
export function servicesOf(
  { ports, physical }: Pick<Home, 'ports' | 'physical'>,
  limits: Limits,
): EngineServices & Pick<Ports, 'schedules'> {
  return { ...ports, physical, limits };
}

/** Lets the executions of a home go on, those too that a process before this one has left. */
export async function runHome(home: Home, services: EngineServices): Promise<void> {
  await home.start((message, context) => handleMessage(message, services, context));
  await recover(services.queue, home.abandoned());
}
