/** Texts of the page of one execution. */
export const execution = {
  title: 'Execution',
};
