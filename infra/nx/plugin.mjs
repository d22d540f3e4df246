// Tells Nx what every library and service has: the targets lint, test and build, and the tags that the import rules speak of.
import { dirname } from 'node:path';

const jest = 'node --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js';

const projectOf = (folder) => {
  const [kind, name] = folder.split('/');
  return {
    root: folder,
    // Services are libraries to Nx: the platform imports their modules.
    projectType: 'library',
    tags: [`kind:${kind === 'libs' ? 'lib' : 'service'}`, `name:${name}`],
    targets: {
      lint: { executor: 'nx:run-commands', cache: true, options: { command: `eslint --max-warnings=0 ${folder}`, cwd: '{workspaceRoot}' }, metadata: { description: 'Import rules, types and style' } },
      test: { executor: 'nx:run-commands', options: { command: `${jest} --selectProjects=unit --selectProjects=int --testPathPatterns=${folder}/`, cwd: '{workspaceRoot}' }, metadata: { description: 'Pure and integration tests' } },
      build: { executor: 'nx:run-commands', cache: true, options: { command: `node infra/build.mjs ${folder}`, cwd: '{workspaceRoot}' }, metadata: { description: 'TypeScript to JavaScript' } },
    },
  };
};

export const createNodesV2 = [
  '{libs,services}/*/package.json',
  (files) => files.map((file) => [file, { projects: { [dirname(file)]: projectOf(dirname(file)) } }]),
];
