/** Texts of schedules. */
export const schedules = {
  title: '定时调度',
};
