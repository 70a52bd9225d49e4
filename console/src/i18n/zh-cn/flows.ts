/** Texts of the pages of flows. */
export const flows = {
  title: '流程',
};
