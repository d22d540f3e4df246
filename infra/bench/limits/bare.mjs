// The limit of any HTTP service here: node:http that reads a body and answers 202.
import { createServer } from 'node:http';
import { answering } from '../child.mjs';

const server = createServer((request, response) => {
  request.on('data', () => {}).on('end', () => response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"accepted"}'));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
answering(() => ({ url: `http://127.0.0.1:${server.address().port}` }));
