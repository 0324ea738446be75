process.argv.splice(2, 0, 'register-model');
await import('./index.js');
