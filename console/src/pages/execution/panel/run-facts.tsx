import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { printCondition } from '../../../../../src/expressions/print-condition.ts';
import type { StepRun } from '../../../../../src/trace/model.ts';
import { optionTaken } from '../../../../../src/trace/trace.ts';
import { Time } from '../../../components/time.tsx';
import { Duration } from '../duration.tsx';
import { ExecutionLink } from '../execution-link.tsx';
import { Fact, Facts } from '../fact.tsx';
import { useShown } from '../shown-execution.ts';

/** When a run was, what it called, and where it went on. */
export function RunFacts({ run }: { run: StepRun }) {
  const { t } = useTranslation('execution');
  const option = useOption(run);
  const { enteredAt, endedAt, restsUntil, resourceArn, pattern, goto, child, kind } = run;
  const isFanOut = kind === 'foreach' || kind === 'parallel';
  return (
    <Facts>
      <Fact name={t('panel.entered')}>
        <Time at={new Date(enteredAt).toISOString()} />
      </Fact>
      <Fact name={t('panel.duration')}>
        <Duration from={enteredAt} to={endedAt} />
      </Fact>
      {restsUntil !== undefined && (
        <Fact name={t('panel.until')}>
          <Time at={new Date(restsUntil).toISOString()} />
        </Fact>
      )}
      <Inside run={run} />
      {isFanOut && (
        <Fact name={t(kind === 'foreach' ? 'panel.frames' : 'panel.branches')}>
          {t('panel.framesDone', { done: run.framesExited, all: run.framesEntered })}
        </Fact>
      )}
      {resourceArn !== undefined && <Fact name={t('panel.target')}>{resourceArn}</Fact>}
      {pattern !== undefined && <Fact name={t('panel.pattern')}>{pattern}</Fact>}
      {option !== undefined && <Fact name={t('panel.option')}>{option}</Fact>}
      {goto !== undefined && <Fact name={t('panel.goto')}>{goto}</Fact>}
      {child !== undefined && (
        <Fact name={t('panel.child')}>
          <ExecutionLink {...child} />
        </Fact>
      )}
    </Facts>
  );
}

/** The step around a run that lies in a branch, an iteration or an option. */
function Inside({ run }: { run: StepRun }) {
  const { t } = useTranslation('execution');
  const { model, selection } = useShown();
  const frame = model.frames.get(run.frame);
  const around = frame?.run === undefined ? undefined : model.runs.get(frame.run);
  if (frame === undefined || around === undefined) return null;
  const number = (frame.index ?? 0) + 1;
  return (
    <Fact name={t('panel.inside')}>
      <Anchor component="button" type="button" inherit onClick={() => selection.select(around.id)}>
        {around.name}
      </Anchor>
      {frame.kind === 'branch' && `, ${t('timeline.branch', { number })}`}
      {frame.kind === 'iteration' && `, ${t('timeline.iteration', { number })}`}
    </Fact>
  );
}

/** The condition of the option that a choice took. */
function useOption(run: StepRun): string | undefined {
  const { t } = useTranslation('execution');
  const { model, definition } = useShown();
  const step = definition?.places.steps.get(run.place);
  if (step?.type !== 'choice') return undefined;
  const taken = optionTaken(step, model, run);
  if (taken === undefined) return undefined;
  const option = step.choices[taken];
  return option === undefined ? t('panel.otherwise') : printCondition(option.condition);
}
