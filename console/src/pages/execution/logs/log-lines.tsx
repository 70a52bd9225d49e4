import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogLineView } from '../../../../../src/api/contract.ts';
import { useShown } from '../shown-execution.ts';

const LINE_HEIGHT = 22;
/** So near the end the list stays with what comes. */
const NEAR_END = 2 * LINE_HEIGHT;

interface LogLinesProps {
  readonly lines: readonly LogLineView[];
  readonly isOfRun: boolean;
}

/** Lines, of which only those in view are drawn; stays at the end where the reader is there. */
export function LogLines({ lines, isOfRun }: LogLinesProps) {
  const { t } = useTranslation('execution');
  const scroller = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(false);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => lines[index]?.LineId ?? index,
    overscan: 20,
  });
  const last = lines.length - 1;
  useEffect(() => {
    if (isAtEnd.current) rows.scrollToIndex(last);
  }, [rows, last]);
  const onScroll = () => {
    const box = scroller.current;
    if (box !== null) isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
  };
  return (
    <section
      ref={scroller}
      className="logs-scroller"
      onScroll={onScroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      aria-label={t('logs.label')}
    >
      <ol className="logs-lines" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          return line === undefined ? null : (
            <li
              key={line.LineId}
              ref={rows.measureElement}
              aria-setsize={lines.length}
              aria-posinset={index + 1}
              data-index={index}
              data-level={line.Level}
              className="log-line"
              style={{ transform: `translateY(${start}px)` }}
            >
              <Line line={line} isOfRun={isOfRun} />
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Line({ line, isOfRun }: { line: LogLineView; isOfRun: boolean }) {
  const { t } = useTranslation('execution');
  const { selection } = useShown();
  const { Time, Level, StepName, StepEventId, RetryCount, Text, Stream } = line;
  const attempt = RetryCount === 0 ? '' : ` · ${t('panel.attempt', { number: RetryCount + 1 })}`;
  return (
    <>
      <time dateTime={Time} title={Time} className="log-time">
        {Time.slice(11, 23)}
      </time>
      <span className="log-level">{t(`logs.levels.${Level}`)}</span>
      {isOfRun ? (
        attempt !== '' && <span className="log-step">{attempt.slice(3)}</span>
      ) : (
        <button type="button" className="log-step" onClick={() => selection.select(StepEventId)}>
          {StepName}
          {attempt}
        </button>
      )}
      <span className="log-text" data-stream={Stream}>
        {Text}
      </span>
    </>
  );
}
