#!/usr/bin/env node
// Writes the sample to files: node infra/sample/write.mjs [folder] [seed]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSample, usualSeed } from './generate.mjs';

const [folder = 'sample', seed = usualSeed] = process.argv.slice(2);
const { feedback, facts, actions, truth } = generateSample({ seed: Number(seed) });
const lines = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'feedback.jsonl'), lines(feedback));
writeFileSync(join(folder, 'facts.jsonl'), lines(facts));
writeFileSync(join(folder, 'actions.jsonl'), lines(actions));
writeFileSync(join(folder, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`);
console.log(`${truth.totals.feedback} feedback in ${feedback.length} sendings, ${facts.length} facts, ${truth.events.length} planted events: ${folder}`);
