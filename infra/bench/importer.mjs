// `voc import` as a process that stays, so that starting it is not measured.
import { httpSender, importFile } from '@vocloop/ingestion';
import { answering } from './child.mjs';

answering(async ({ file, folder, url, key }) => {
  const began = performance.now();
  const { accepted } = await importFile({ file, folder, target: folder, send: httpSender({ url, key, fetch }) });
  return { accepted, seconds: (performance.now() - began) / 1000 };
});
