import { Anchor } from '@mantine/core';
import { Link } from 'react-router';

interface ExecutionLinkProps {
  readonly flowName: string;
  readonly executionName: string;
  /** The step run to show there. */
  readonly run?: number;
}

/** Leads to another execution's page. */
export function ExecutionLink({ flowName, executionName, run }: ExecutionLinkProps) {
  const search = run === undefined ? '' : `?step=${run}`;
  return (
    <Anchor component={Link} to={`/executions/${flowName}/${executionName}${search}`} inherit>
      {flowName} / {executionName}
    </Anchor>
  );
}
