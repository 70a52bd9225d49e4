import { Anchor } from '@mantine/core';
import { Fragment, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { isJsonObject } from '../../../../src/common/json.ts';
import { jsonIn } from '../../../../src/common/json-text.ts';
import { Time } from '../../components/time.tsx';
import { Duration } from './duration.tsx';
import { EarlierAttempts } from './earlier-attempts.tsx';
import { ExecutionLink } from './execution-link.tsx';
import { Fact, Facts } from './fact.tsx';
import { FailureCard } from './failure-card.tsx';
import { useShown } from './shown-execution.ts';

/** Children named; a flow may start thousands. */
const MOST_CHILDREN = 5;

/** Facts, attempts and failure of an execution. They take a fifth of the screen at most, until the reader opens a part of them. */
export function ExecutionFacts() {
  const { t } = useTranslation('execution');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it scrolls, it must scroll by the keyboard, too.
    <section className="execution-facts" aria-label={t('header.facts')} tabIndex={0}>
      <HeaderFacts />
      <EarlierAttempts />
      <FailureCard />
    </section>
  );
}

function HeaderFacts() {
  const { t } = useTranslation('execution');
  const { execution, model } = useShown();
  const { FlowName, StartedTime, StoppedTime, Parent } = execution;
  return (
    <Facts>
      <Fact name={t('header.flow')}>
        <Anchor component={Link} to={`/flows/${FlowName}`} inherit>
          {FlowName}
        </Anchor>
      </Fact>
      <Version />
      <Fact name={t('header.started')}>
        <Time at={StartedTime} />
      </Fact>
      <Fact name={t('header.ended')}>
        <Time at={StoppedTime} />
      </Fact>
      <Fact name={t('header.duration')}>
        <Duration
          from={Date.parse(StartedTime)}
          to={StoppedTime === '' ? undefined : Date.parse(StoppedTime)}
        />
      </Fact>
      <Fact name={t('header.steps')}>
        {t('header.stepsRun', { count: model.runs.size })}
        {model.openRuns > 0 && `, ${t('header.stepsOpen', { count: model.openRuns })}`}
      </Fact>
      <Fact name={t('header.events')}>{model.lastEventId}</Fact>
      {Parent !== undefined && (
        <Fact name={t('header.parent')}>
          <ExecutionLink
            flowName={Parent.FlowName}
            executionName={Parent.ExecutionName}
            run={Parent.StepEventId}
          />
        </Fact>
      )}
      <Children />
      <Forks />
      <LabelFact />
    </Facts>
  );
}

/** The published version that it runs, and the name by which a start or a redrive asked for it. */
function Version() {
  const { t } = useTranslation('execution');
  const { FlowVersion, Qualifier } = useShown().execution;
  if (FlowVersion === undefined) return null;
  return (
    <Fact name={t('header.version')}>
      {FlowVersion}
      {Qualifier !== FlowVersion && ` (${Qualifier})`}
    </Fact>
  );
}

function Forks() {
  const { t } = useTranslation('execution');
  const { FlowName, ForkedFrom, Forks: forks = [] } = useShown().execution;
  return (
    <>
      {ForkedFrom !== undefined && (
        <Fact name={t('header.forkedFrom')}>
          <ExecutionLink flowName={ForkedFrom.FlowName} executionName={ForkedFrom.ExecutionName} />
        </Fact>
      )}
      {forks.length > 0 && (
        <Fact name={t('header.forks')}>
          {forks.map((name, index) => (
            <Fragment key={name}>
              {index > 0 && ', '}
              <ExecutionLink flowName={FlowName} executionName={name} />
            </Fragment>
          ))}
        </Fact>
      )}
    </>
  );
}

function LabelFact() {
  const { t } = useTranslation('execution');
  const { Labels } = useShown().execution;
  const labels = Labels === undefined ? undefined : jsonIn(Labels);
  if (!isJsonObject(labels)) return null;
  return (
    <Fact name={t('header.labels')}>
      {Object.entries(labels).map(([name, value], index) => {
        const label = `${name}=${String(value)}`;
        return (
          <Fragment key={name}>
            {index > 0 && ', '}
            <Anchor component={Link} to={`/executions?label=${encodeURIComponent(label)}`} inherit>
              {label}
            </Anchor>
          </Fragment>
        );
      })}
    </Fact>
  );
}

function Children() {
  const { t } = useTranslation('execution');
  const { model } = useShown();
  const children = useMemo(() => model.runs.values().flatMap(({ child }) => child ?? []), [model]);
  if (children.length === 0) return null;
  const more = children.length - MOST_CHILDREN;
  return (
    <Fact name={t('header.children')}>
      {children.slice(0, MOST_CHILDREN).map((child, index) => (
        <Fragment key={`${child.flowName}/${child.executionName}`}>
          {index > 0 && ', '}
          <ExecutionLink {...child} />
        </Fragment>
      ))}
      {more > 0 && ` ${t('header.moreChildren', { count: more })}`}
    </Fact>
  );
}
