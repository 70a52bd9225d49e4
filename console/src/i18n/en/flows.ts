/** Texts of the pages of flows. */
export const flows = {
  title: 'Flows',
};
