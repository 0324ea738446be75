process.argv.splice(2, 0, 'train-on-gpu-runner');
await import('./index.js');
