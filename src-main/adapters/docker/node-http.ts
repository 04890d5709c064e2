/**
 * Node's http, and https for engines over TLS, taken without an `import`: that reads every export of a module, and some of http's are made on
 * demand with a whole web client (undici), which is a sixth of the time that a short command takes.
 */
export const http = process.getBuiltinModule('node:http');
export const https = () => process.getBuiltinModule('node:https');
