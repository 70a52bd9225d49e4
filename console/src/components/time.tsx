import { useTranslation } from 'react-i18next';
import { relativeTime } from './relative-time.ts';
import { useNow } from './use-now.ts';

interface TimeProps {
  /** RFC 3339, or empty for a time that is not set. */
  readonly at: string;
  /** `relative`: "3 minutes ago"; `absolute`: local date and time. @default absolute */
  readonly as?: 'relative' | 'absolute';
}

/** An instant in the reader's zone; hovering shows it in UTC as well. */
export function Time({ at, as = 'absolute' }: TimeProps) {
  const { i18n } = useTranslation();
  const now = useNow(as === 'relative');
  if (at === '') return <span>–</span>;
  const date = new Date(at);
  const local = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(
    date,
  );
  return (
    <time dateTime={at} title={`${local}\n${date.toISOString()} (UTC)`} style={{ whiteSpace: 'nowrap' }}>
      {as === 'relative' ? relativeTime(date.getTime(), now, i18n.language) : local}
    </time>
  );
}
