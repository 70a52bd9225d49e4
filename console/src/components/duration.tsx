import { useTranslation } from 'react-i18next';
import { durationText } from './duration-text.ts';
import { useNow } from './use-now.ts';

interface DurationProps {
  /** Milliseconds, or RFC 3339. */
  readonly from: number | string;
  /** As `from`; undefined or empty for what has not ended. */
  readonly to: number | string | undefined;
}

/** How long something took; as long as it has no end, how long it has taken so far. */
export function Duration({ from, to }: DurationProps) {
  const { i18n } = useTranslation();
  const hasEnded = to !== undefined && to !== '';
  const now = useNow(!hasEnded);
  const span = (hasEnded ? instant(to) : now) - instant(from);
  return <span className="duration">{durationText(span, i18n.language)}</span>;
}

function instant(at: number | string): number {
  return typeof at === 'number' ? at : Date.parse(at);
}
