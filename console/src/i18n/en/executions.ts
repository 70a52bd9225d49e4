/** Texts of the list of executions. */
export const executions = {
  title: 'Executions',
};
