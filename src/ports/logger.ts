/** Names and numbers that go with a log line; never tokens, keys or payloads. */
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** Structured log lines for operators. */
export interface Logger {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
