process.argv.splice(2, 0, 'drift-report');
await import('./index.js');
