import type { JsonObject, JsonValue } from '../common/json.ts';
import type { Load } from './carrier.ts';
import type { ParamRule } from './param-rule.ts';

/** The ways in which a task may wait for its target; the first is the default. */
export const PATTERNS = ['requestResponse', 'sync', 'waitForCallback'] as const;

/** How a task waits for its target. */
export type Pattern = (typeof PATTERNS)[number];

/** A way to write a target in a definition. */
export interface Form<Target> {
  /** The form as messages and the documentation write it. */
  readonly shape: string;
  readonly pattern: RegExp;
  /** The target of a text that matches, from the named groups of the pattern. */
  readonly read: (written: string, groups: Readonly<Record<string, string | undefined>>) => Target;
}

/** The data of a task when its target is called. */
export interface TaskData {
  /** The mapped input of the step. */
  readonly input: JsonObject;
  /** Evaluated service parameters; one whose path leads nowhere is left out. */
  readonly params: Readonly<Record<string, JsonValue>>;
  readonly pattern: Pattern;
  /** Token of the task itself, where it has one. */
  readonly token?: string;
}

/** How AWS names a target, and the permission that a call of it needs. */
export interface OnAws<Target> {
  /** The one action that a call takes, as policies name it: `lambda:InvokeFunction`. */
  readonly action: string;
  /** The service's part of an ARN: `lambda`. */
  readonly service: string;
  /** Text before the name in an ARN: `function:`, or nothing. */
  readonly prefix: string;
  /** The version or alias that is called; undefined when the target names none. */
  qualifier?(target: Target): string | undefined;
  /** The target's text without its qualifier, which a binding may name for all qualifiers. */
  unqualified?(target: Target): string;
}

/** A sign that pictures show beside a task. */
export type TargetIcon = 'function' | 'queue' | 'topic' | 'flow';

/** All that the service knows about one kind of target. */
export interface TargetKind<Target, Request> {
  /** The name in messages: `a function`. */
  readonly noun: string;
  /** The attribute of a task that names such a target. */
  readonly attribute: 'resourceArn' | 'action';
  readonly forms: readonly Form<Target>[];
  /** The patterns that a task may have, of docs/reference/language.md 4.1. */
  readonly patterns: readonly Pattern[];
  /** The service parameters that a task may have. */
  readonly params: Readonly<Record<string, ParamRule>>;
  readonly icon: TargetIcon;
  /** The name that a target has by the naming rule. */
  name(target: Target): string;
  /** A target in a few words, for a picture. */
  label(target: Target): string;
  /** The request of a task to its target. @returns a text, which tells the problem, for parameters that cannot be used */
  request(target: Target, task: TaskData): Request | string;
  /** The size of a request, and how much its carrier takes. Absent for a target that the service calls itself. */
  load?(request: Request): Load;
  /** Absent for a target that the service calls itself. */
  readonly aws?: OnAws<Target>;
}
