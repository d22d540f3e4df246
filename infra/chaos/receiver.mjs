// The pods' and the customers' systems: notes each webhook in a ledger of its own, then answers it. One path may be told to hang.
import { createServer } from 'node:http';
import { Ledger } from './ledger.mjs';

export class Receiver {
  stuck = undefined;

  constructor(path) {
    this.ledger = new Ledger(path);
    this.server = createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk)).on('end', () => void this.take(request, Buffer.concat(chunks), response));
    });
  }

  async start() {
    await new Promise((done) => this.server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  async take({ url, headers }, body, response) {
    if (this.stuck && url.startsWith(this.stuck)) return;
    const { type, data } = JSON.parse(body.toString());
    const { issueId, customer, feedbackId, answerId, deliveryId, issue, change, pod } = data;
    await this.ledger.note({ at: Date.now(), path: url, id: headers['webhook-id'], type, issueId: issueId ?? issue?.id, version: issue?.version, change, pod, customer, feedbackId, answerId, deliveryId });
    response.writeHead(204).end();
  }

  async close() {
    this.server.closeAllConnections();
    this.server.close();
    await this.ledger.close();
  }
}
