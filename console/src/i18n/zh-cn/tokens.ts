/** Texts of the page of open tokens. */
export const tokens = {
  title: '待回调任务',
};
