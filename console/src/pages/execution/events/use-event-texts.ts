import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { durationText } from '../../../components/duration-text.ts';

/** Texts of the rows of events, made once for all of them. */
export interface EventTexts {
  readonly open: (id: number) => string;
  readonly close: (id: number) => string;
  readonly clock: (at: Date) => string;
  /** Local date and time, and UTC below it. */
  readonly fullTime: (at: Date) => string;
  readonly span: (milliseconds: number) => string;
}

const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;

/** The texts of rows in the reader's language. */
export function useEventTexts(): EventTexts {
  const { t, i18n } = useTranslation('execution');
  return useMemo(() => {
    const { language } = i18n;
    const clock = new Intl.DateTimeFormat(language, {
      ...TIME,
      fractionalSecondDigits: 3,
      hourCycle: 'h23',
    });
    const full = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
    return {
      open: (id) => t('events.open', { id }),
      close: (id) => t('events.close', { id }),
      clock: (at) => clock.format(at),
      fullTime: (at) => `${full.format(at)}\n${at.toISOString()} (UTC)`,
      span: (milliseconds) => durationText(milliseconds, language),
    };
  }, [t, i18n]);
}
