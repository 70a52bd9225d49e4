import { openEmbeddedStores } from '../../../../../src/adapters/embedded/open-stores.ts';
import { systemClock } from '../../../../../src/adapters/system.ts';
import { makeHeader, makeRecord } from '../../../../conformance/execution-fixtures.ts';

// Sixteen writers append to executions of their own and report each append once it is answered.
const [folder = ''] = process.argv.slice(2);
const { executions } = openEmbeddedStores({ folder }, systemClock);

async function appendForEver(name: string): Promise<void> {
  const header = makeHeader(name);
  await executions.create(header);
  for (let event = 1; ; event += 1) {
    await executions.append(header.id, makeRecord(event, 1));
    process.stdout.write(`${name} ${event}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, (_, index) => appendForEver(`run-${index}`)));
