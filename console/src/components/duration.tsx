import { formatDuration } from './format-duration.ts';
import { useNow } from './use-now.ts';

/** How long something took; for what has not ended, how long it takes so far. */
export function Duration({ from, to }: { from: string; to: string }) {
  const now = useNow(to === '');
  const end = to === '' ? now : Date.parse(to);
  return <span style={{ whiteSpace: 'nowrap' }}>{formatDuration(Math.max(0, end - Date.parse(from)))}</span>;
}
