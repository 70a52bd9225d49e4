/** Texts of schedules. */
export const schedules = {
  title: 'Schedules',
  create: 'Create schedule',
  edit: 'Edit {{name}}',
  empty: 'No schedule starts this flow.',
  name: 'Name',
  cron: 'Expression',
  cronHint:
    'CRON_TZ=Asia/Shanghai 0 30 9 * * * (second, minute, hour, day of month, month, day of week), or @every 5m',
  description: 'Description',
  payload: 'Payload',
  payloadHint: 'JSON object that executions get as payload; may be empty',
  actions: 'Actions',
  enabled: 'Enabled',
  isEnabled: '{{name}} is enabled',
  next: 'Next fire times',
  never: 'never',
  disabled: 'disabled',
  deleting: { title: 'Delete {{name}}?', text: 'It starts no further executions. This cannot be undone.' },
  saved: '{{name}} is saved',
  deleted: '{{name}} is deleted',
};
