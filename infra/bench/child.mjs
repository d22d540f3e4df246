// The child's end of a process of the bench: says that it is ready, answers each message, and goes when its parent does.

/** Answers what the parent asks, by `handle`. */
export function answering(handle) {
  process.on('message', ({ id, ask }) => {
    Promise.resolve().then(() => handle(ask)).then((answer) => process.send({ id, answer }), (error) => process.send({ id, error: error.stack }));
  });
  process.on('disconnect', () => process.exit());
  if (process.listenerCount('SIGTERM') === 0) process.on('SIGTERM', () => process.exit());
  process.send('ready');
}
