/** Lets other work have its turn, in the midst of what takes long. */
export const giveWay = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
