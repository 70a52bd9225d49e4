import { stringifyJson } from '../common/json-text.ts';
import type { Flow, Step, StepList } from '../flow/flow.ts';
import { optionsOf } from '../graph/exits.ts';

/** Where the steps and lists of a flow stand: ids of a graph's nodes by the places of a model, and steps by both. */
export interface Places {
  /** The node of a step, an option or a branch. */
  readonly nodes: ReadonlyMap<string, string>;
  /** The beginning of the ids of a list's nodes. */
  readonly lists: ReadonlyMap<string, string>;
  readonly steps: ReadonlyMap<string, Step>;
  /** The nodes between which an option's list is entered: its choice, and itself. */
  readonly entrances: ReadonlyMap<string, Entrance>;
}

/** Two nodes that an edge connects. */
export interface Entrance {
  readonly from: string;
  readonly to: string;
}

/** The places of a flow's steps and lists, with the ids that `flowGraph` gives them. */
export function placesOf(flow: Flow): Places {
  const places = { nodes: new Map(), lists: new Map(), steps: new Map(), entrances: new Map() };
  addList(places, flow.steps, '', '');
  return places;
}

interface Adding {
  readonly nodes: Map<string, string>;
  readonly lists: Map<string, string>;
  readonly steps: Map<string, Step>;
  readonly entrances: Map<string, Entrance>;
}

function addList(places: Adding, steps: StepList, listPlace: string, listId: string): void {
  places.lists.set(listPlace, listId);
  for (const [index, step] of steps.entries()) {
    const place = placeOf(listPlace, step.name);
    const id = `${listId}${index + 1}`;
    places.nodes.set(place, id);
    places.steps.set(place, step);
    addInner(places, step, place, id);
  }
}

function addInner(places: Adding, step: Step, place: string, id: string): void {
  switch (step.type) {
    case 'foreach':
      addList(places, step.steps, `${place}[]`, `${id}.`);
      return;
    case 'parallel':
      for (const [index, { steps }] of step.branches.entries()) {
        places.nodes.set(`${place}[${index}]`, `${id}.${index + 1}`);
        addList(places, steps, `${place}[${index}]`, `${id}.${index + 1}.`);
      }
      return;
    case 'choice':
      for (const option of optionsOf(step, id)) {
        const [first] = option.steps ?? [];
        if (option.steps === undefined || first === undefined) continue;
        const optionPlace = `${place}?${stringifyJson(first.name)}`;
        // Of options that begin with the same step, the first one stands for all.
        if (places.nodes.has(optionPlace)) continue;
        places.nodes.set(optionPlace, option.id);
        places.entrances.set(optionPlace, { from: id, to: option.id });
        addList(places, option.steps, optionPlace, `${option.id}.`);
      }
      return;
    default:
  }
}

function placeOf(listPlace: string, name: string): string {
  return `${listPlace}${stringifyJson(name)}`;
}
