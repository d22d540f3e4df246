import { globSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const root = join(import.meta.dirname, '../..');

/** What barrels export without a word on it: `file: name`. A definition of an event says it by its summary. */
function undocumented(program: ts.Program, barrels: readonly string[]): string[] {
  const checker = program.getTypeChecker();
  return barrels.flatMap((barrel) => {
    const file = program.getSourceFile(barrel);
    const module = file && checker.getSymbolAtLocation(file);
    return (module ? checker.getExportsOfModule(module) : []).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      if (symbol.getDocumentationComment(checker).length > 0 || (symbol.declarations ?? []).some(saysItself)) return [];
      return [`${relative(root, symbol.declarations?.[0]?.getSourceFile().fileName ?? barrel)}: ${exported.name}`];
    });
  });
}

/** `defineEvent({ summary })` and a topic's summary are what a comment would repeat; a type that is its schema's output has the schema's. */
function saysItself(declaration: ts.Declaration): boolean {
  if (ts.isVariableDeclaration(declaration)) return /\bsummary:/.test(declaration.initializer?.getText() ?? '');
  return ts.isTypeAliasDeclaration(declaration) && /^z\.(output|input|infer)<typeof /.test(declaration.type.getText());
}

const options: ts.CompilerOptions = { ...ts.parseConfigFileTextToJson('', ts.sys.readFile(join(root, 'tsconfig.base.json'))!).config.compilerOptions, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2024, lib: ['lib.es2024.d.ts'] } as ts.CompilerOptions;
const programOf = (files: readonly string[]) => ts.createProgram(files, { ...options, noEmit: true, types: [] });

describe('every export of a library', () => {
  it('has a sentence on what it is', () => {
    const barrels = globSync('libs/*/src/index.ts', { cwd: root }).map((it) => join(root, it));
    expect(barrels.length).toBeGreaterThan(7);
    expect(undocumented(programOf(barrels), barrels)).toEqual([]);
  });

  it('and one without is found', () => {
    const planted = join(root, 'libs/planted/src/index.ts');
    const host = ts.createCompilerHost(options);
    const text = '/** Said. */ export const said = 1;\nexport const unsaid = 2;\n';
    const getSourceFile: typeof host.getSourceFile = (file, version) => (file === planted ? ts.createSourceFile(file, text, version) : undefined);
    const program = ts.createProgram([planted], { ...options, types: [], noLib: true }, { ...host, getSourceFile, fileExists: (it) => it === planted, readFile: () => text });
    expect(undocumented(program, [planted])).toEqual(['libs/planted/src/index.ts: unsaid']);
  });
});
