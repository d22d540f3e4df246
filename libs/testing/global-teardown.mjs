// Jest's globalTeardown beside global-setup.mjs: stops what it started.
export default () => globalThis.vocloopTestEngines?.();
