// Node-RED as crm-contracts.md measured it: other origins may read its answers.
module.exports = {
  uiHost: '127.0.0.1',
  httpAdminRoot: false,
  flowFile: 'flows.json',
  httpNodeCors: { origin: '*', methods: 'GET,PUT,POST,DELETE', exposedHeaders: 'Retry-After' },
  editorTheme: { tours: false },
  telemetry: { enabled: false, updateNotification: false },
  logging: { console: { level: 'warn', metrics: false, audit: false } },
};
