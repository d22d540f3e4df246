import * as http from './http.mjs';

/** Every row, in the order of the table. */
export const rows = [http.one];
