export const checkMessages = {
  running: 'Running.',
  runningSummary: 'This step is running; its report replaces this line.',
  notWritten: (reason: string) => `The check was not written: ${reason} The verdict stands.`,
};
