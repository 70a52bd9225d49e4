/** Texts of the page of one execution. */
export const execution = {
  title: '执行详情',
};
