// Apache Kafka from Maven's jars, in a folder per user, so that it is downloaded once.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const mend = 'install a JDK 17 and Maven (Debian: apt-get install openjdk-17-jre-headless maven), or set KAFKA_BROKERS to a Kafka that runs';

export const version = '4.2.1';
export const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'vocloop', `kafka-${version}`);

/** The java to run, 17 or later; an error that says the mend where there is none. */
export async function findJava() {
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const said = await run(java, ['-version']).then(({ stderr, stdout }) => stderr || stdout, () => '');
  const major = Number(/version "(?:1\.)?(\d+)/.exec(said)?.[1]);
  if (!major) throw new Error(`Kafka needs Java 17 and "${java}" does not run: ${mend}.`);
  if (major < 17) throw new Error(`Kafka needs Java 17 and "${java}" is Java ${major}: ${mend}.`);
  return java;
}

/** The folder of the jars, filled by Maven at the first call. Several calls at once, by several processes, do no harm: each fills a folder of its own and the first renames. */
export async function findJars(say = () => {}) {
  if (existsSync(folder)) return folder;
  const maven = process.platform === 'win32' ? 'mvn.cmd' : 'mvn';
  await run(maven, ['-v'], { shell: process.platform === 'win32' }).catch(() => {
    throw new Error(`Kafka's jars come by Maven and "mvn" does not run: ${mend}.`);
  });
  say(`fetching Apache Kafka ${version} (43 MB, once)`);
  const partial = `${folder}.${process.pid}.${Date.now()}.partial`;
  mkdirSync(dirname(folder), { recursive: true });
  try {
    await run(maven, ['-q', '-B', '-f', join(import.meta.dirname, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`], { maxBuffer: 1 << 24, shell: process.platform === 'win32' });
    renameSync(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) throw new Error(`Maven could not fetch Apache Kafka ${version}: ${String(error.stdout || error.message).trim().slice(0, 500)}`, { cause: error });
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}
