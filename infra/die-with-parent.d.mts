export function dieWithParent(pid: number, signal?: string): () => void;
