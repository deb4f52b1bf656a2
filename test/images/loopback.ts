/** A server on the loopback address that gives one file, well or badly. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server answers one request. */
export interface Answer {
  /** @default 200, or 206 where a range was asked for and `knowsRanges` */
  readonly status?: number;
  /** The connection breaks after that many bytes of this answer. @default never */
  readonly cutAfter?: number;
  /** @default true */
  readonly knowsRanges?: boolean;
  /** After `cutAfter` bytes nothing more comes, and the connection stays. @default false */
  readonly stalls?: boolean;
}

/** What was asked. */
export interface Asked {
  readonly path: string;
  readonly range: string | null;
}

export interface Loopback {
  readonly url: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** Starts a server that answers the first request as `answers[0]` says, and so on; later ones as the last. */
export async function serve(body: Uint8Array, ...answers: readonly Answer[]): Promise<Loopback> {
  const asked: Asked[] = [];
  const server: Server = createServer((request, response) => {
    const answer = answers[asked.length] ?? answers.at(-1) ?? {};
    const range = request.headers.range ?? null;
    asked.push({ path: request.url ?? '', range });
    const start =
      answer.knowsRanges === false ? 0 : Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    if (start > body.length) {
      response.writeHead(416).end();
      return;
    }
    const status = answer.status ?? (start > 0 ? 206 : 200);
    const rest = body.subarray(start);
    response.writeHead(status, {
      'content-length': rest.length,
      ...(status === 206 && {
        'content-range': `bytes ${start}-${body.length - 1}/${body.length}`,
      }),
    });
    if (answer.cutAfter === undefined) response.end(rest);
    else
      response.write(rest.subarray(0, answer.cutAfter), () => {
        // What was written is on its way before the connection breaks.
        if (!answer.stalls) setTimeout(() => response.destroy(), 20);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/file.gz`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
