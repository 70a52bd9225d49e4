/** Texts of the page of open tokens. */
export const tokens = {
  title: 'Open tokens',
};
