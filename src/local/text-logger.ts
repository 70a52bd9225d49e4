import type { LogFields, Logger } from '../ports/logger.ts';

/** A logger for people: one line of text each, `level: message (name=value …)`. */
export function textLogger(write: (line: string) => void): Logger {
  const log =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      const details = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
      write(`${level}: ${message}${details.length === 0 ? '' : ` (${details.join(' ')})`}`);
    };
  return { info: log('info'), warn: log('warning'), error: log('error') };
}
