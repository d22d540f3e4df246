export declare const root: string;
export declare function nodeFlags(options?: string): string[];
export declare function isInstalled(what: 'prod' | 'all'): boolean;
export declare function install(needed: 'prod' | 'all', say?: (line: string) => void): boolean;
export declare function findNode(): string;
export declare function fail(message: string): never;
