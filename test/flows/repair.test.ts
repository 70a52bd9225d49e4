import { expect, test } from 'vitest';
import { openVirtualHome, type VirtualHome } from '../../src/testing/virtual-home.ts';

const task = (name: string, folder: string) =>
  `  - {type: task, name: ${name}, resourceArn: "acs:fc:::services/${folder}/functions/book", outputMappings: [{target: ${folder}, source: $local.number}]}`;

const TRIP = `version: v1
type: flow
steps:
${task('BookTrain', 'rail')}
${task('BookHotel', 'hotel')}
${task('BookFlight', 'airline')}
`;

const TRIPS = 20;

/** A home with bookings that are counted, and a hotel that is broken until it is mended. */
async function openTrips() {
  const bookings = new Map<string, number>();
  const hotel = { isBroken: true };
  const home = openVirtualHome(async (target) => (event) => {
    const { traveller } = event as { traveller: string };
    const service = target.kind === 'function' ? target.service : '';
    const key = `${service} ${traveller}`;
    bookings.set(key, (bookings.get(key) ?? 0) + 1);
    if (service === 'hotel' && hotel.isBroken) throw new TypeError('rooms is not iterable');
    return { number: `${service}-${traveller}` };
  });
  await home.call('CreateFlow', { Name: 'trip', Definition: TRIP, Description: '', Type: 'FDL' });
  return { home, bookings, hotel };
}

async function untilEnded(home: VirtualHome, status: 'Succeeded' | 'Failed'): Promise<void> {
  const filter = { FlowName: 'trip', Status: status, Limit: 99 };
  while ((await home.call('ListExecutions', filter)).Executions.length < TRIPS) await home.pause();
}

test('twenty trips that failed at a broken function all finish once it is mended, and no train is booked twice', async () => {
  const { home, bookings, hotel } = await openTrips();
  for (let trip = 1; trip <= TRIPS; trip++) {
    const Input = JSON.stringify({ traveller: `t${trip}` });
    await home.call('StartExecution', { FlowName: 'trip', ExecutionName: `trip-${trip}`, Input });
  }
  await untilEnded(home, 'Failed');
  hotel.isBroken = false;

  const failed = await home.call('ListExecutions', { FlowName: 'trip', Status: 'Failed', Limit: 99 });
  for (const { Name } of failed.Executions) {
    await home.call('RedriveExecution', { FlowName: 'trip', ExecutionName: Name });
  }
  await untilEnded(home, 'Succeeded');

  const { Executions } = await home.call('ListExecutions', { FlowName: 'trip', Limit: 99 });
  expect(Executions.map(({ Status }) => Status)).toEqual(Array(TRIPS).fill('Succeeded'));
  expect(JSON.parse(Executions.find(({ Name }) => Name === 'trip-7')?.Output ?? '')).toEqual({
    rail: 'rail-t7',
    hotel: 'hotel-t7',
    airline: 'airline-t7',
  });
  const countsOf = (service: string) =>
    [...bookings].filter(([key]) => key.startsWith(service)).map(([, count]) => count);
  expect(countsOf('rail')).toEqual(Array(TRIPS).fill(1));
  expect(countsOf('hotel')).toEqual(Array(TRIPS).fill(2));
  expect(countsOf('airline')).toEqual(Array(TRIPS).fill(1));
});
