/** Texts of schedules. */
export const schedules = {
  title: 'Schedules',
};
