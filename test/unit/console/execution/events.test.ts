import { expect, test } from 'vitest';
import {
  type EventFilter,
  filteredEvents,
} from '../../../../console/src/pages/execution/events/event-filter.ts';
import { modelOf } from './model-of.ts';

const NONE: EventFilter = { text: '', types: [], steps: [], run: undefined };
const model = modelOf(`
  - {type: pass, name: First, outputMappings: [{target: greeting, source: Hello}]}
  - {type: pass, name: Second}`);

const ids = (filter: Partial<EventFilter>) =>
  filteredEvents(model, { ...NONE, ...filter }).map(({ EventId }) => EventId);

test('all events are shown unless conditions say otherwise', () => {
  expect(ids({}).length).toBe(model.lastEventId);
});

test('conditions narrow what is shown, and all of them must hold', () => {
  expect(ids({ types: ['StepEntered'] })).toEqual([2, 6]);
  expect(ids({ types: ['StepEntered'], steps: ['Second'] })).toEqual([6]);
  expect(ids({ run: 2 })).toEqual([2, 3, 4, 5]);
});

test('a text is looked for in details and names, whatever its case', () => {
  expect(ids({ text: ' hELLO ' })[0]).toBe(4);
  expect(ids({ text: 'second' })).toEqual([6, 7, 8, 9]);
  expect(ids({ text: 'nothing like this' })).toEqual([]);
});
